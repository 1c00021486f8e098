using System.Globalization;
using Concordat.Safeguards;

namespace Concordat.Benchmarks.Safeguards;

/// <summary>
/// Measures the inspection of whole requests: processor time of the best of many batches, which other work on the machine disturbs
/// little, beside the work that was done per byte, which is the same on every machine.
/// </summary>
internal static class Throughput
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    /// <summary>Long enough for the clock of the processor's time.</summary>
    private const long BatchBytes = 3 << 20;

    public static int Run()
    {
        var (best, bytes, work) = Measure(SafeguardTexts.Prompt);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"prompt of {SafeguardTexts.Prompt.Length} bytes: {best.TotalMicroseconds:F1} µs, {bytes:F0} B allocated, {work:F2} bytes read per byte"));
        foreach (var (name, body) in SafeguardTexts.Documents)
        {
            (best, bytes, work) = Measure(body);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-20} {body.Length / best.TotalSeconds / (1 << 20),7:F0} MiB/s  {bytes / 1024,9:F1} KiB allocated  {work,5:F2} bytes read per byte"));
        }

        foreach (var (name, events) in SafeguardTexts.Streams)
        {
            var cost = MeasureStream(events);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"stream of {name,-20} {cost.Best.TotalMicroseconds,5:F2} µs an event, held back {cost.Held,5:F1} bytes on average, {cost.Most} at most, first release after {cost.First} events, an event waits for {cost.Behind:F1}, {cost.MostBehind} at most"));
        }

        return 0;
    }

    /// <summary>What a stream waits: processor time for each event, and how far the release stays behind.</summary>
    public static StreamCost MeasureStream(byte[][] events)
    {
        var best = TimeSpan.MaxValue;
        var cost = default(StreamCost);
        for (var round = 0; round < 20; round++)
        {
            var begin = Environment.CpuUsage.TotalTime;
            var inspection = AnswerInspection.Rent();
            cost = Stream(inspection, events);
            AnswerInspection.Return(inspection);
            var elapsed = Environment.CpuUsage.TotalTime - begin;
            best = elapsed < best ? elapsed : best;
        }

        return cost with { Best = best / events.Length };
    }

    public static InspectionCost Measure(byte[] body)
    {
        var rounds = Math.Max(1, (int)(BatchBytes / body.Length));
        var best = TimeSpan.MaxValue;
        double bytes = 0;
        double work = 0;
        var started = Environment.CpuUsage.TotalTime;
        for (var batch = 0; batch < 12 || Environment.CpuUsage.TotalTime - started < Budget; batch++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var begin = Environment.CpuUsage.TotalTime;
            for (var round = 0; round < rounds; round++)
            {
                var inspection = RequestInspection.Rent();
                inspection.InspectJson(body, 64);
                work = inspection.Findings.Work / (double)body.Length;
                RequestInspection.Return(inspection);
            }

            var elapsed = (Environment.CpuUsage.TotalTime - begin) / rounds;
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)rounds;
            best = elapsed < best ? elapsed : best;
        }

        return new InspectionCost(best, bytes, work);
    }

    private static StreamCost Stream(AnswerInspection inspection, byte[][] events)
    {
        var ends = new Queue<(int Event, long End)>();
        var (held, most, first, behind, mostBehind) = (0.0, 0L, 0, 0L, 0);
        for (var i = 0; i < events.Length; i++)
        {
            inspection.InspectEvent(events[i], 64);
            ends.Enqueue((i, inspection.Position));
            var back = inspection.Position - inspection.SafePosition;
            held += back;
            most = Math.Max(most, back);
            first = first == 0 && inspection.SafePosition > 0 ? i + 1 : first;
            while (ends.TryPeek(out var oldest) && oldest.End <= inspection.SafePosition)
            {
                behind += i - oldest.Event;
                mostBehind = Math.Max(mostBehind, i - oldest.Event);
                ends.Dequeue();
            }
        }

        inspection.Complete();
        return new StreamCost(default, held / events.Length, most, first, behind / (double)events.Length, mostBehind);
    }
}
