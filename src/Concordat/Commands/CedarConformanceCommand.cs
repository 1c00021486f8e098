using System.CommandLine;
using System.Text.Json;
using Concordat.Cedar.Conformance;

namespace Concordat.Commands;

/// <summary><c>cedar conformance</c>: runs the public Cedar integration tests.</summary>
internal sealed class CedarConformanceCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _directory = new("DIR") { Description = "A copy of the public Cedar integration tests." };
    private readonly Option<bool> _json = CommonOptions.Json();

    public CedarConformanceCommand(CommandServices services)
        : base("conformance", "Run the public Cedar integration tests against this engine. Ends with 1 when a case comes out otherwise.")
    {
        _services = services;
        Add(_directory);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var directory = arguments.GetValue(_directory)!;
        var report = ConformanceSuite.Run(directory, cancellationToken);
        if (report.Cases == 0)
        {
            throw new CommandException($"concordat: there are no cases below `{directory}`; it must hold the folders `tests` or `corpus-tests`");
        }

        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.ConformanceReport));
        }
        else
        {
            foreach (var failure in report.Failures)
            {
                await _services.Error.WriteLineAsync($"{failure.Case}: {failure.Message}");
            }

            await _services.Output.WriteLineAsync($"{report.Cases} cases with {report.Requests} requests");
            await _services.Output.WriteLineAsync($"{report.Passed} passed, {report.Cases - report.Passed} failed");
        }

        return report.Failures.IsEmpty ? ExitCode.Done : ExitCode.CheckFailed;
    }
}
