using System.CommandLine;
using System.Text.Json;
using Concordat.Cedar;

namespace Concordat.Commands;

/// <summary><c>cedar validate</c>: parses policies and checks them against a schema.</summary>
internal sealed class CedarValidateCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _policies = new("POLICIES") { Description = "File of Cedar policies." };
    private readonly Option<string?> _schema = new("--schema") { Description = "File of the Cedar schema; without it only the syntax is checked.", HelpName = "FILE" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public CedarValidateCommand(CommandServices services)
        : base("validate", "Check the syntax of policies and, with a schema, every name and type in them.")
    {
        _services = services;
        Add(_policies);
        Add(_schema);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var found = new List<CedarDiagnostic>();
        var file = arguments.GetValue(_policies)!;
        _ = PolicySet.TryParse(await File.ReadAllTextAsync(file, cancellationToken), file, out var policies, out var inPolicies);
        found.AddRange(inPolicies);
        if (arguments.GetValue(_schema) is { } schemaFile)
        {
            _ = CedarSchema.TryParse(await File.ReadAllTextAsync(schemaFile, cancellationToken), schemaFile, out var schema, out var inSchema);
            found.AddRange(inSchema);
            if (policies is not null && schema is not null)
            {
                found.AddRange(Validator.Validate(policies, schema));
            }
        }

        var valid = !found.Exists(d => d.Severity == CedarSeverity.Error);
        if (arguments.GetValue(_json))
        {
            var report = new CheckReport(valid, [.. found.Select(FindingReport.Of)]);
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.CheckReport));
        }
        else
        {
            foreach (var finding in found)
            {
                var prefix = finding.Severity == CedarSeverity.Warning ? "warning: " : "";
                await _services.Error.WriteLineAsync(prefix + finding);
            }

            if (valid)
            {
                await _services.Output.WriteLineAsync($"{file}: {policies!.Policies.Length} policies, valid");
            }
        }

        return valid ? ExitCode.Done : ExitCode.CheckFailed;
    }
}
