using Concordat.Gateway.Telemetry;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Judging;

/// <summary>Counts questions by red line and by what became of them. Thread-safe.</summary>
internal sealed class JudgeTally
{
    private static readonly int Results = JudgeResults.All.Count;
    private readonly long[] _counts = new long[Enum.GetValues<RedLine>().Length * Results];

    /// <summary>How long those took that were sent.</summary>
    public Histogram Latency { get; } = new();

    public void Add(RedLine line, JudgeResult result) => Interlocked.Increment(ref _counts[((int)line * Results) + (int)result]);

    public long Of(RedLine line, JudgeResult result) => Volatile.Read(ref _counts[((int)line * Results) + (int)result]);

    /// <summary>Questions that came to one of these, over all red lines.</summary>
    public long Sum(Func<JudgeResult, bool> which)
    {
        long sum = 0;
        foreach (var line in Enum.GetValues<RedLine>())
        {
            foreach (var result in JudgeResults.All)
            {
                sum += which(result) ? Of(line, result) : 0;
            }
        }

        return sum;
    }
}
