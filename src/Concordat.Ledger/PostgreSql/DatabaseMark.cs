using Concordat.Ledger.Storage;

namespace Concordat.Ledger.PostgreSql;

/// <summary>The file that says that a log's entries become durable in a database, so that nobody goes on without it.</summary>
internal static class DatabaseMark
{
    private const string Name = "database";

    public static bool IsIn(string walDirectory) => File.Exists(PathIn(walDirectory));

    public static void Put(string walDirectory, LedgerFiles files)
    {
        if (!IsIn(walDirectory))
        {
            files.Replace(PathIn(walDirectory), PathIn(walDirectory) + ".tmp", "entries of this log become durable in PostgreSQL\n"u8);
        }
    }

    public static LedgerUnavailableException Refusal(string walDirectory) => new(
        $"{PathIn(walDirectory)}: entries of this log become durable in a database, and none is named (name it in `database`; to go on with files, end every node that writes the log, then remove this file)");

    public static string PathIn(string walDirectory) => Path.Combine(walDirectory, Name);
}
