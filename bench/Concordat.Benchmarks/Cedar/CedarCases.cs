using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Cedar;
using Concordat.Gateway.Recording;

namespace Concordat.Benchmarks.Cedar;

/// <summary>The cases that this engine and the official one are timed on.</summary>
internal static class CedarCases
{
    private const string Clauses = "clauses.cedar";

    /// <summary>The clauses of the base agreement on a lawful chat request.</summary>
    public static CedarCase Base() => new("base agreement", Read(Clauses), Read("facts.cedarschema"), "[]", [LawfulChat()]);

    /// <summary>The base agreement, grown to 60 clauses by repeating its first prohibitions with other limits.</summary>
    public static CedarCase Sixty()
    {
        var agreement = Base();
        var clauses = PolicySet.Parse(agreement.Policies).Policies;
        var more = clauses.Where(clause => clause.Effect == Effect.Forbid).Take(60 - clauses.Length).Select(WithoutAnnotations);
        return agreement with { Name = "60 clauses", Policies = agreement.Policies + "\n" + string.Join("\n", more) };
    }

    /// <summary>The requests of one of Cedar's example use cases: photos, albums and groups, some 30 entities.</summary>
    public static IEnumerable<CedarCase> ExampleUseCases()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "cases");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "tests", "example_use_cases"), "*.json").Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            string Text(string member) => File.ReadAllText(Path.Combine(root, json.RootElement.GetProperty(member).GetString()!));
            yield return new CedarCase(
                "example use case " + Path.GetFileNameWithoutExtension(file), Text("policies"), Text("schema"), Text("entities"),
                [.. json.RootElement.GetProperty("requests").EnumerateArray().Select(request => request.GetRawText())]);
        }
    }

    /// <summary>Five clauses that may apply to the request, and others that are about another action and resource.</summary>
    public static CedarCase CannotApply(int policies) => Many(policies, i => i < 5 ? i % 5 : i);

    /// <summary>Every clause is about the request's action and resource type, and its condition decides.</summary>
    public static CedarCase MayApply(int policies) => Many(policies, _ => 0);

    /// <summary>All cases for another engine, as one JSON array.</summary>
    public static void Write(string file)
    {
        CedarCase[] all = [Base(), Sixty(), .. ExampleUseCases()];
        using var output = File.Create(file);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartArray();
        foreach (var each in all)
        {
            json.WriteStartObject();
            json.WriteString("name", each.Name);
            json.WriteString("policies", each.Policies);
            json.WriteString("schema", each.Schema);
            json.WritePropertyName("entities");
            json.WriteRawValue(each.Entities);
            json.WriteStartArray("requests");
            foreach (var request in each.Requests)
            {
                json.WriteRawValue(request);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A thousand policies of ordinary size over one schema, to be read and validated.</summary>
    public static (string Policies, string Schema) Thousand()
    {
        var many = MayApply(1_000);
        return (many.Policies, many.Schema);
    }

    private static CedarCase Many(int policies, Func<int, int> kindOf)
    {
        var schema = new StringBuilder("entity User { level: Long };\n");
        var text = new StringBuilder();
        var declared = new HashSet<int>();
        for (var i = 0; i < policies; i++)
        {
            var kind = kindOf(i) < 5 ? 0 : kindOf(i);
            if (declared.Add(kind))
            {
                schema.Append(CultureInfo.InvariantCulture,
                    $"entity Doc{kind};\naction read{kind} appliesTo {{ principal: User, resource: Doc{kind}, context: {{ purpose: String, count: Long, marks: Set<String> }} }};\n");
            }

            text.Append(CultureInfo.InvariantCulture,
                $"{(i == 0 ? "permit" : "forbid")}(principal, action == Action::\"read{kind}\", resource is Doc{kind}) when {{ context.count > {i + 10} && context.purpose != \"repair\" && context.marks.contains(\"m{i}\") }};\n");
        }

        const string Request = """{"principal":{"type":"User","id":"u"},"action":{"type":"Action","id":"read0"},"resource":{"type":"Doc0","id":"d"},"context":{"purpose":"repair","count":5,"marks":[]}}""";
        return new CedarCase(string.Create(CultureInfo.InvariantCulture, $"{policies} policies"), text.ToString(), schema.ToString(), "[]", [Request]);
    }

    private static string LawfulChat()
    {
        var facts = Samples.Facts();
        var json = new CanonicalWriter();
        FactsWriter.Write(json, facts, FactsWriter.UseCase(facts.UseCase), FactsWriter.Deployment(facts.Deployment));
        return $$"""{"principal":{"type":"Concordat::UseCase","id":"radar"},"action":{"type":"Concordat::Action","id":"request"},"resource":{"type":"Concordat::Model","id":"mock-1"},"context":{{Encoding.UTF8.GetString(json.Written.Span)}}}""";
    }

    private static string WithoutAnnotations(Policy clause) =>
        string.Join('\n', clause.Text.Split('\n').Where(line => !line.TrimStart().StartsWith('@')));

    private static string Read(string file)
    {
        var directory = Directory.CreateTempSubdirectory("concordat-bench-").FullName;
        try
        {
            BaseAgreement.WriteTo(directory);
            return File.ReadAllText(Path.Combine(directory, file));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
