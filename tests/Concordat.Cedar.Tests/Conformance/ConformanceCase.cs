using System.Text.Json;

namespace Concordat.Cedar.Tests.Conformance;

/// <summary>One case of the public Cedar integration tests: policies, schema, entities and requests with their answers.</summary>
internal sealed class ConformanceCase(string root, string caseFile)
{
    /// <summary>What differs from the expected; empty when the case passes.</summary>
    public IReadOnlyList<string> Run()
    {
        var faults = new List<string>();
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, caseFile)));
        var test = json.RootElement;
        var schema = CedarSchema.Parse(Read(test, "schema"));
        var policies = PolicySet.Parse(Read(test, "policies"));
        var errors = Validator.Validate(policies, schema).Where(found => found.Severity == CedarSeverity.Error).ToArray();
        var shouldValidate = test.GetProperty("shouldValidate").GetBoolean();
        if (shouldValidate != (errors.Length == 0))
        {
            faults.Add($"shouldValidate {shouldValidate}, found: {string.Join(" | ", errors.Select(error => error.ToString()))}");
        }

        var entities = EntityStore.Parse(Read(test, "entities"), schema);
        var compiled = CompiledPolicySet.Compile(policies, schema);
        var number = 0;
        foreach (var request in test.GetProperty("requests").EnumerateArray())
        {
            CheckRequest(compiled, schema, entities, request, number++, faults);
        }

        return faults;
    }

    private static void CheckRequest(
        CompiledPolicySet compiled, CedarSchema schema, EntityStore entities, JsonElement request, int number, List<string> faults)
    {
        var action = Uid(request.GetProperty("action"));
        var type = schema.Actions.GetValueOrDefault(action)?.Context;
        var context = CedarRecord.Parse(request.GetProperty("context").GetRawText(), type);
        var answer = compiled.Evaluate(
            new CedarRequest(Uid(request.GetProperty("principal")), action, Uid(request.GetProperty("resource")), context), entities);
        Compare("decision", request.GetProperty("decision").GetString()!, answer.Decision == Decision.Allow ? "allow" : "deny");
        Compare("reason", Sorted(Strings(request.GetProperty("reason"))), Sorted(answer.Reasons));
        Compare("errors", Sorted(Strings(request.GetProperty("errors"))), Sorted(answer.Errors.Select(error => error.PolicyId)));

        void Compare(string what, string expected, string found)
        {
            if (!string.Equals(expected, found, StringComparison.Ordinal))
            {
                var messages = string.Join(" | ", answer.Errors.Select(error => error.Message));
                faults.Add($"request {number}: {what} should be {expected}, is {found} {messages}");
            }
        }
    }

    private string Read(JsonElement test, string member) => File.ReadAllText(Path.Combine(root, test.GetProperty(member).GetString()!));

    private static EntityUid Uid(JsonElement json) => new(json.GetProperty("type").GetString()!, json.GetProperty("id").GetString()!);

    private static IEnumerable<string> Strings(JsonElement json) => json.EnumerateArray().Select(item => item.GetString()!);

    private static string Sorted(IEnumerable<string> texts) => string.Join(',', texts.Order(StringComparer.Ordinal));
}
