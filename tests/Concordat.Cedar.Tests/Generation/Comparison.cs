using System.Text.Json.Nodes;

namespace Concordat.Cedar.Tests.Generation;

/// <summary>Compares the two engines' answers on one generated case.</summary>
internal sealed class Comparison(GeneratedCase test, JsonNode official)
{
    private readonly List<string> _found = [];

    public bool IsValid { get; private set; }

    public int Fitting { get; private set; }

    public int Allowed { get; private set; }

    public int Erring { get; private set; }

    public IReadOnlyList<string> Run()
    {
        var schema = CedarSchema.Parse(test.Schema);
        if (!PolicySet.TryParse(test.Policies, null, out var policies, out var faults) || !IsSuccess(official))
        {
            Compare("the policies can be read", IsSuccess(official), policies is not null, $"{string.Join(" ", faults.Take(1))} {official["errors"]?.ToJsonString()}");
            return _found;
        }

        var validation = Validator.Validate(policies, schema);
        var officialErrors = official["validation"]!["validationErrors"]?.AsArray();

        // A scope that no action of the schema fits is an error here and in the public test cases, a warning in 4.13.
        var errors = validation.Where(finding => finding.Severity == CedarSeverity.Error && finding.Code is not "never-applies").ToArray();
        IsValid = errors.Length == 0;
        Compare("the policies are valid", officialErrors?.Count == 0, IsValid, $"{string.Join(' ', errors.Take(1))} {officialErrors?.FirstOrDefault()?.ToJsonString()}");
        CompareWarnings("is impossible", validation, "never-satisfied");
        CompareWarnings("unable to find an applicable action", validation, "never-applies");

        var (entities, fault) = Read(schema);
        var compiled = CompiledPolicySet.Compile(policies, schema);
        for (var i = 0; i < test.Requests.Count; i++)
        {
            CompareRequest(i, schema, compiled, entities, fault);
        }

        return _found;
    }

    private void CompareWarnings(string message, IReadOnlyList<CedarDiagnostic> validation, string code)
    {
        var ours = validation.Where(finding => finding.Code == code).Select(finding => finding.PolicyId!);
        var theirs = official["validation"]!["validationWarnings"]!.AsArray()
            .Where(warning => warning!["error"]!["message"]!.GetValue<string>().Contains(message, StringComparison.Ordinal))
            .Select(warning => warning!["policyId"]!.GetValue<string>());
        Compare(message, List(theirs), List(ours), "");
    }

    private (EntityStore? Entities, string Fault) Read(CedarSchema schema)
    {
        try
        {
            var entities = EntityStore.Parse(test.Entities.ToJsonString(), schema);
            var found = Validator.ValidateEntities(entities, schema);
            return found.Count == 0 ? (entities, "") : (null, found[0].ToString());
        }
        catch (CedarParseException fault)
        {
            return (null, fault.Message);
        }
    }

    private void CompareRequest(int i, CedarSchema schema, CompiledPolicySet compiled, EntityStore? entities, string entityFault)
    {
        var theirs = official["answers"]![i]!;
        var theyFit = theirs["fits"]!.GetValue<bool>();
        var fault = entityFault;
        CedarRequest? request = null;
        try
        {
            request = test.Request(i, schema);
            fault = entities is null ? fault : Validator.ValidateRequest(request.Value, schema).Select(finding => finding.ToString()).FirstOrDefault("");
        }
        catch (CedarParseException parse)
        {
            fault = parse.Message;
        }

        Compare($"request {i} fits the schema", theyFit, fault.Length == 0, $"{fault} {theirs["answer"]!["errors"]?.ToJsonString()}");
        if (!IsSuccess(theirs["answer"]!) || request is null || entities is null)
        {
            return;
        }

        Fitting += theyFit ? 1 : 0;
        var answer = compiled.Evaluate(request.Value, entities);
        var response = theirs["answer"]!["response"]!;
        var diagnostics = response["diagnostics"]!;
        var errors = diagnostics["errors"]!.AsArray().Select(error => error!["policyId"]!.GetValue<string>());
        Compare($"request {i}: decision", response["decision"]!.GetValue<string>(), answer.Decision == Decision.Allow ? "allow" : "deny", "");
        Compare($"request {i}: reasons", List(diagnostics["reason"]!.AsArray().Select(reason => reason!.GetValue<string>())), List(answer.Reasons), "");
        Compare($"request {i}: errors", List(errors), List(answer.Errors.Select(error => error.PolicyId)), $"{answer.Errors.FirstOrDefault()} {diagnostics["errors"]!.ToJsonString()}");
        Allowed += answer.Decision == Decision.Allow ? 1 : 0;
        Erring += answer.Errors.IsEmpty ? 0 : 1;
    }

    private void Compare<T>(string what, T theirs, T ours, string more)
    {
        if (!EqualityComparer<T>.Default.Equals(theirs, ours))
        {
            _found.Add($"seed {test.Seed}: {what}: official {theirs}, ours {ours}; {more}");
        }
    }

    private static bool IsSuccess(JsonNode answer) => answer["type"]?.GetValue<string>() == "success";

    private static string List(IEnumerable<string> ids) => string.Join(',', ids.Order(StringComparer.Ordinal));
}
