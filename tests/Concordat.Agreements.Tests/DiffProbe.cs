using System.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

public sealed class DiffProbe(ITestOutputHelper output)
{
    [Fact]
    public void Run()
    {
        for (var i = 0; i < 2; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var diff = AgreementDiff.Compare(AgreementSource.Read("/tmp/wt/agreement-proofs/agreements/examples/before-march-2026").Source!, BaseFolder.Source, TestContext.Current.CancellationToken);
            output.WriteLine($"{Stopwatch.GetElapsedTime(start)}");
            if (i > 0) continue;
            foreach (var p in diff.Problems) output.WriteLine(p.ToString());
            foreach (var c in diff.Clauses)
            {
                output.WriteLine($"{c.Kind} {c.Id} {c.Title} {c.OtherwiseAsBefore}");
                foreach (var d in c.Details) output.WriteLine("   " + d);
                foreach (var d in c.NewlyHolds) output.WriteLine("   + " + string.Join(" | ", d));
                foreach (var d in c.NoLongerHolds) output.WriteLine("   - " + string.Join(" | ", d));
                foreach (var d in c.Exceptions) output.WriteLine("   x " + string.Join(" | ", d));
                foreach (var e in c.Effects) output.WriteLine($"   => {e.Example.Moment} {e.Words}: {e.From} -> {e.To}: {string.Join("; ", e.Example.Facts.Select(f => f.Words))}");
            }
            foreach (var t in diff.Terms.Concat(diff.Prose).Concat(diff.Authorities).Concat(diff.Facts)) output.WriteLine($"{t.Kind} {t.Name}: {string.Join(" | ", t.Details)}");
        }
    }
}
