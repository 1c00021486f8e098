using System.Globalization;
using System.Text.Json.Nodes;
using Concordat.Cedar.Tests.Generation;
using Concordat.Cedar.Tests.Oracle;

namespace Concordat.Cedar.Tests;

/// <summary>
/// Generated cases, answered by this engine and by the official one. `eng/cedar-differential N` runs as many requests as one likes;
/// `CEDAR_DIFFERENTIAL_SEED` begins elsewhere, or repeats one case.
/// </summary>
public sealed class DifferentialTests(CedarOracle oracle, ITestOutputHelper output) : IClassFixture<CedarOracle>
{
    private const int MostReported = 20;

    [Fact]
    public void Both_engines_give_the_same_answers()
    {
        var requests = Setting("CEDAR_DIFFERENTIAL_REQUESTS", 2_000);
        var first = Setting("CEDAR_DIFFERENTIAL_SEED", 1);
        var (valid, fitting, allowed, erring, count) = (0, 0, 0, 0, 0);
        var found = new List<string>();
        for (var seed = first; count < requests && found.Count < MostReported; seed++)
        {
            var test = CaseGenerator.Generate(seed);
            var official = oracle.Call("authorizeAll", new JsonObject
            {
                ["policies"] = test.Policies,
                ["schema"] = test.Schema,
                ["entities"] = test.Entities.DeepClone(),
                ["requests"] = test.Requests.DeepClone(),
            })!;
            var comparison = new Comparison(test, official);
            found.AddRange(comparison.Run());
            valid += comparison.IsValid ? 1 : 0;
            (fitting, allowed, erring) = (fitting + comparison.Fitting, allowed + comparison.Allowed, erring + comparison.Erring);
            count += test.Requests.Count;
        }

        var summary = string.Create(CultureInfo.InvariantCulture, $"{count} requests: {found.Count} disagreements; {fitting} fit the schema, {allowed} allowed, {erring} with errors; {valid} policy sets valid");
        output.WriteLine(summary);
        Assert.True(found.Count == 0, summary + "\n" + string.Join('\n', found));
        Assert.True(allowed > count / 20 && erring > count / 100 && valid > 0, "the generator no longer reaches what it is for: " + summary);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
