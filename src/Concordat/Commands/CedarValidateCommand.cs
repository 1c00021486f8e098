using System.CommandLine;
using System.Text.Json;
using Concordat.Cedar;

namespace Concordat.Commands;

/// <summary><c>cedar validate</c>: parses policies and checks them against a schema.</summary>
internal sealed class CedarValidateCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _policies = new("POLICIES") { Description = "File of Cedar policies; of a policy set in JSON when the name ends in .json." };
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
        var (policies, inPolicies) = await CedarFile.ReadPoliciesAsync(file, cancellationToken);
        found.AddRange(inPolicies);
        if (arguments.GetValue(_schema) is { } schemaFile)
        {
            var (schema, inSchema) = await CedarFile.ReadSchemaAsync(schemaFile, cancellationToken);
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
                await _services.Output.WriteLineAsync($"{file}: {Count(policies!)}, valid");
            }
        }

        return valid ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static string Count(PolicySet policies)
    {
        var (count, templates) = (policies.Policies.Length, policies.Templates.Length);
        return $"{count} {(count == 1 ? "policy" : "policies")}{(templates == 0 ? "" : templates == 1 ? ", 1 template" : $", {templates} templates")}";
    }
}
