using Concordat.Gateway.Configuration;

namespace Concordat.Hosting;

/// <summary>What stands where in the data folder.</summary>
internal static class DataFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static string Database(ConcordatConfig config) => Path.Combine(config.Data, "concordat.db");

    public static string Ledger(ConcordatConfig config) => Path.Combine(config.Data, "ledger");

    /// <summary>The secrets of the days that commitments in the ledger are salted with.</summary>
    public static string Salts(ConcordatConfig config) => Path.Combine(config.Data, "salts");

    /// <summary>Bodies that are kept, encrypted.</summary>
    public static string Content(ConcordatConfig config) => Path.Combine(config.Data, "content");

    /// <summary>Where a serving process takes acts of retention.</summary>
    public static string Control(ConcordatConfig config) => Path.Combine(config.Data, "control.sock");

    /// <summary>The secret by which held actions are named and encrypted.</summary>
    public static string SaltKey(ConcordatConfig config) => Path.Combine(config.Data, "salt.key");

    /// <summary>The token that opens the console.</summary>
    public static string ConsoleToken(ConcordatConfig config) => Path.Combine(config.Data, "console.token");

    /// <summary>Makes the folder, open to its owner alone, where there is none.</summary>
    public static void Create(ConcordatConfig config)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("concordat runs on Linux");
        }

        Directory.CreateDirectory(config.Data, Private);
    }
}
