using System.Globalization;
using System.Text.Json;
using Concordat.Cedar.Json;

namespace Concordat.Cedar.Conformance;

/// <summary>One case: policies, schema, entities, and requests with the answers that they must get.</summary>
internal sealed class ConformanceCase(string directory, string caseFile)
{
    private readonly List<string> _failures = [];

    /// <summary>What came out otherwise; empty when the case passes.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public int Requests { get; private set; }

    public void Run()
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(directory, caseFile)), JsonValues.Options);
            Run(json.RootElement);
        }
        catch (CedarParseException fault)
        {
            _failures.Add(fault.Message);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            _failures.Add($"this is not a case: {fault.Message}");
        }
    }

    private void Run(JsonElement test)
    {
        var schema = CedarSchema.Parse(Read(test, "schema", out var schemaFile), schemaFile);
        var policies = PolicySet.Parse(Read(test, "policies", out var policyFile), policyFile);
        var entities = EntityStore.Parse(Read(test, "entities", out var entitiesFile), schema, entitiesFile);

        var errors = Validator.Validate(policies, schema).Where(finding => finding.Severity == CedarSeverity.Error).ToArray();
        if (test.GetProperty("shouldValidate").GetBoolean() != (errors.Length == 0))
        {
            _failures.Add(errors.Length == 0 ? "the policies should not validate, but they do" : $"the policies should validate, but: {errors[0]}");
        }

        var compiled = CompiledPolicySet.Compile(policies, schema);
        foreach (var request in test.GetProperty("requests").EnumerateArray())
        {
            RunRequest(compiled, schema, entities, request);
            Requests++;
        }
    }

    private void RunRequest(CompiledPolicySet policies, CedarSchema schema, EntityStore entities, JsonElement request)
    {
        var action = JsonValues.ReadEntityUid(request.GetProperty("action"), "$.action");
        var principal = JsonValues.ReadEntityUid(request.GetProperty("principal"), "$.principal");
        var resource = JsonValues.ReadEntityUid(request.GetProperty("resource"), "$.resource");
        var type = schema.Actions.GetValueOrDefault(action)?.Context;
        var context = CedarRecord.Parse(request.GetProperty("context").GetRawText(), type);
        var answer = policies.Evaluate(new CedarRequest(principal, action, resource, context), entities);
        Compare("decision", request.GetProperty("decision").GetString() ?? "", answer.Decision == Decision.Allow ? "allow" : "deny");
        Compare("reasons", List(Strings(request.GetProperty("reason"))), List(answer.Reasons));
        Compare("errors", List(Strings(request.GetProperty("errors"))), List(answer.Errors.Select(error => error.PolicyId)));
    }

    private void Compare(string what, string expected, string found)
    {
        if (!string.Equals(expected, found, StringComparison.Ordinal))
        {
            _failures.Add(string.Create(CultureInfo.InvariantCulture, $"request {Requests}: {what} should be `{expected}`, found `{found}`"));
        }
    }

    private string Read(JsonElement test, string member, out string file)
    {
        file = test.GetProperty(member).GetString() ?? "";
        return File.ReadAllText(Path.Combine(directory, file));
    }

    private static IEnumerable<string> Strings(JsonElement json) => json.EnumerateArray().Select(item => item.GetString() ?? "");

    private static string List(IEnumerable<string> texts) => string.Join(", ", texts.Order(StringComparer.Ordinal));
}
