namespace Concordat.EndToEnd.Tests.Kit;

/// <summary>Reads, copies and damages the files of a ledger.</summary>
internal static class LedgerFiles
{
    private const string Private = ".wal";

    /// <summary>Copies what a log shows to the world, without what its writer keeps for itself.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.Contains(Private, StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>The newest form of the first file whose path below the log begins so.</summary>
    public static string Find(string ledger, string beginning) =>
        Directory.EnumerateFiles(ledger, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(ledger, file).StartsWith(beginning, StringComparison.Ordinal))
            .MaxBy(file => (new FileInfo(file).Length, file))
            ?? throw new InvalidOperationException($"`{ledger}` has no file that begins with `{beginning}`");

    /// <summary>Changes one bit in the middle of a file. Twice is as before.</summary>
    public static void Flip(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }
}
