using System.Diagnostics;

namespace Concordat.Cedar.Tests.Analysis.Smt;

/// <summary>Debian's z3, asked whether formulas can be satisfied.</summary>
internal static class Z3
{
    /// <summary>The answers of a script, in order: <c>sat</c> or <c>unsat</c>.</summary>
    public static async Task<string[]> Ask(string script, CancellationToken cancel)
    {
        using var z3 = Start();
        var answers = z3.StandardOutput.ReadToEndAsync(cancel);
        await z3.StandardInput.WriteAsync(script.AsMemory(), cancel);
        z3.StandardInput.Close();
        var lines = (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await z3.WaitForExitAsync(cancel);
        Assert.DoesNotContain(lines, line => line.StartsWith("(error", StringComparison.Ordinal));
        return lines;
    }

    private static Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("z3", ["-in", "-smt2"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException("`z3` is not installed; run `eng/setup`", missing);
        }
    }
}
