using System.Diagnostics;

namespace Concordat.EndToEnd.Tests.Kit;

/// <summary>Runs a command to its end, which must come within two minutes.</summary>
internal static class CommandRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs <c>concordat</c> with these arguments.</summary>
    public static Task<CommandResult> ConcordatAsync(CancellationToken cancellationToken, params string[] arguments) =>
        OfAsync("dotnet", [BuiltProgram.Path, .. arguments], cancellationToken);

    /// <summary>Runs a shell line as a person would type it, with <c>concordat</c> on the path.</summary>
    public static Task<CommandResult> BashAsync(string line, CancellationToken cancellationToken) =>
        OfAsync("bash", ["-c", $"concordat() {{ dotnet '{BuiltProgram.Path}' \"$@\"; }}\n{line}"], cancellationToken);

    public static async Task<CommandResult> OfAsync(
        string file, IEnumerable<string> arguments, CancellationToken cancellationToken, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limited.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limited.Token);
            await process.WaitForExitAsync(limited.Token);
            return new CommandResult(process.ExitCode, output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
