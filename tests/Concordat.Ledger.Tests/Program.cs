using Xunit.Runner.InProc.SystemConsole;

namespace Concordat.Ledger.Tests;

/// <summary>Runs the tests; with a first argument of <c>append</c>, <c>measure</c>, <c>measure-database</c> or <c>measure-verify</c> it is the child process of a test instead.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["append", var directory, var keyPath, var appenders] => AppendChild.RunAsync(directory, keyPath, int.Parse(appenders, System.Globalization.CultureInfo.InvariantCulture)),
        ["measure-verify", var directory, var entries] => MeasureVerify.RunAsync(directory, int.Parse(entries, System.Globalization.CultureInfo.InvariantCulture)),
        ["measure-database", var connection] => MeasureDatabase.RunAsync(connection),
        ["measure", ..] => Measure.RunAsync(args.ElementAtOrDefault(1)),
        _ => ConsoleRunner.Run(args),
    };
}
