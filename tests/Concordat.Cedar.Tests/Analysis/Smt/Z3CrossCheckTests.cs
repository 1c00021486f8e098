using System.Globalization;

namespace Concordat.Cedar.Tests.Analysis.Smt;

/// <summary>Every verdict of the analysis against an encoding of the same policies that shares nothing with it, decided by z3.</summary>
public sealed class Z3CrossCheckTests(ITestOutputHelper output)
{
    private const int PairsInOneRun = 25;

    // eng/z3-cross-check asks for more.
    private static int Pairs => int.TryParse(Environment.GetEnvironmentVariable("Z3_PAIRS"), NumberStyles.None, CultureInfo.InvariantCulture, out var pairs) ? pairs : 150;

    private static int FirstSeed => int.TryParse(Environment.GetEnvironmentVariable("Z3_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 1;

    [Fact]
    public async Task Z3_agrees_with_every_verdict_about_random_amendments()
    {
        var cancel = TestContext.Current.CancellationToken;
        var disagreements = new List<string>();
        var (questions, shown, unanswered) = (0, 0, 0);
        foreach (var seeds in Enumerable.Range(FirstSeed, Pairs).Chunk(PairsInOneRun))
        {
            var checks = seeds.Select(seed => new CrossCheck(seed, cancel)).ToArray();
            var answers = new Queue<string>(await Z3.Ask(string.Concat(checks.Select(check => check.Script)), cancel));
            disagreements.AddRange(checks.SelectMany(check => check.Disagreements(answers)));
            questions += checks.Sum(check => check.Count);
            unanswered += checks.Sum(check => check.Unanswered);
            shown += checks.Sum(check => check.Shown);
            Assert.Empty(answers);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Pairs} pairs, {questions} verdicts, {shown} of them shown by a request, {unanswered} that z3 gave up on, {disagreements.Count} disagreements"));
        Assert.True(unanswered * 100 <= questions, "z3 gave up too often for the comparison to mean much");
        Assert.True(disagreements.Count == 0, string.Join("\n\n", disagreements.Take(3)));
    }
}
