using System.CommandLine;
using System.Text.Json;
using Concordat.Cedar;

namespace Concordat.Commands;

/// <summary><c>cedar authorize</c>: the answer of policies to one request.</summary>
internal sealed class CedarAuthorizeCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _policies = new("POLICIES") { Description = "File of Cedar policies; of a policy set in JSON, with its links, when the name ends in .json." };
    private readonly Option<string> _request = new("--request")
    {
        Description = "File of the request (JSON): principal, action, resource and context.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string?> _entities = new("--entities") { Description = "File of entities (JSON).", HelpName = "FILE" };
    private readonly Option<string?> _schema = new("--schema") { Description = "File of the Cedar schema; in JSON when the name ends in .json.", HelpName = "FILE" };
    private readonly Option<bool> _requireNoErrors = new("--require-no-errors") { Description = "Deny when any policy cannot be evaluated." };
    private readonly Option<bool> _json = CommonOptions.Json();

    public CedarAuthorizeCommand(CommandServices services)
        : base("authorize", "Evaluate policies for one request. Ends with 0 for allow and with 1 for deny.")
    {
        _services = services;
        Add(_policies);
        Add(_request);
        Add(_entities);
        Add(_schema);
        Add(_requireNoErrors);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        AuthorizationAnswer answer;
        try
        {
            var file = arguments.GetValue(_policies)!;
            var policies = CedarFile.Required(await CedarFile.ReadPoliciesAsync(file, cancellationToken));
            var schema = arguments.GetValue(_schema) is { } schemaFile
                ? CedarFile.Required(await CedarFile.ReadSchemaAsync(schemaFile, cancellationToken))
                : null;
            var entities = arguments.GetValue(_entities) is { } entitiesFile
                ? EntityStore.Parse(await File.ReadAllTextAsync(entitiesFile, cancellationToken), schema, entitiesFile)
                : EntityStore.Empty;
            var request = CedarRequestFile.Read(arguments.GetValue(_request)!, schema);
            if (schema is not null)
            {
                RequireFit(arguments.GetValue(_request)!, Validator.ValidateRequest(request, schema));
                RequireFit(arguments.GetValue(_entities) ?? "", Validator.ValidateEntities(entities, schema));
            }

            var mode = arguments.GetValue(_requireNoErrors) ? AuthorizationMode.RequireNoErrors : AuthorizationMode.SkipErrors;
            answer = CompiledPolicySet.Compile(policies, schema).Evaluate(request, entities, mode);
        }
        catch (CedarParseException fault)
        {
            throw new CommandException([.. fault.Diagnostics.Select(d => d.ToString())]);
        }

        var allowed = answer.Decision == Decision.Allow;
        var report = new AuthorizationReport(
            allowed ? "allow" : "deny",
            answer.Reasons,
            [.. answer.Errors.Select(e => new PolicyErrorReport(e.PolicyId, e.Message))],
            answer.IsDeniedForErrors);
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.AuthorizationReport));
        }
        else
        {
            await _services.Output.WriteLineAsync(report.Decision);
            foreach (var reason in report.Reasons)
            {
                await _services.Output.WriteLineAsync($"  because of {reason}");
            }

            if (report.DeniedForErrors)
            {
                await _services.Output.WriteLineAsync("  because of errors; without them it would be allow");
            }

            foreach (var error in report.Errors)
            {
                await _services.Error.WriteLineAsync($"{error.Policy}: {error.Message}");
            }
        }

        return allowed ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static void RequireFit(string file, IReadOnlyList<DataFinding> found)
    {
        if (found.Count > 0)
        {
            throw new CommandException([.. found.Select(finding => $"{file}: {finding}")]);
        }
    }
}
