using Concordat.Cedar;

namespace Concordat.Benchmarks.Cedar;

/// <summary>Policies, entities and requests, as texts for another engine and ready for ours.</summary>
/// <param name="Name">Name in the tables.</param>
/// <param name="Policies">Cedar text.</param>
/// <param name="Schema">Cedar text.</param>
/// <param name="Entities">JSON array.</param>
/// <param name="Requests">One JSON object a request, with <c>principal</c>, <c>action</c>, <c>resource</c> and <c>context</c>.</param>
internal sealed record CedarCase(string Name, string Policies, string Schema, string Entities, IReadOnlyList<string> Requests)
{
    /// <summary>Everything read and compiled.</summary>
    public ReadyCedarCase Read()
    {
        var schema = CedarSchema.Parse(Schema);
        return new ReadyCedarCase(
            CompiledPolicySet.Compile(PolicySet.Parse(Policies), schema),
            EntityStore.Parse(Entities, schema),
            [.. Requests.Select(request => CedarRequestJson.Read(request, schema))]);
    }
}
