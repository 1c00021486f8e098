using System.Diagnostics;
using Concordat.Agreements.Proving;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

public sealed class ProverTests(ITestOutputHelper output)
{
    [Fact]
    public void Probe()
    {
        for (var i = 0; i < 5; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var report = AgreementProver.Prove(BaseFolder.Source, TestContext.Current.CancellationToken);
            output.WriteLine($"{Stopwatch.GetElapsedTime(start)} {report.IsProven}");
            if (i == 0)
            {
                foreach (var line in report.RedLines) output.WriteLine($"{line.Clause.Id} {line.Holds} {line.Problem} {line.Opening?.Outcome} {line.Opening?.ExceptionLine} {string.Join("; ", line.Opening?.Example.Facts.Select(f => f.Words) ?? [])}");
                foreach (var f in report.Findings) output.WriteLine(f.ToString());
            }
        }
    }
}
