namespace Concordat.Commands;

/// <summary>What the process tells the shell; scripts depend on the numbers.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>What was checked does not hold: a bad signature, a broken log, a failed proof.</summary>
    public const int CheckFailed = 1;

    /// <summary>The command line, a file or the configuration is wrong, or something it needs cannot be reached.</summary>
    public const int BadInput = 2;
}
