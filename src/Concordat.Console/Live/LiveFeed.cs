using System.Collections.Concurrent;
using System.Text;
using Concordat.Console.Data;
using Concordat.Console.Http;
using Concordat.Console.Parts;

namespace Concordat.Console.Live;

/// <summary>Shows new decisions to every open live page. Thread-safe.</summary>
/// <remarks>
/// It looks at the ring of decisions four times a second while a page is open, and less often the more pages are: so that all of them together
/// are sent no more than <see cref="MostSent"/> batches a second, and cost the requests next to nothing. Each decision is rendered once for all
/// pages, and pages with the same filter are sent the same bytes. More than <see cref="MostRows"/> at a time are counted, not shown: nobody
/// reads them, and the next rows push them out. The request path knows nothing of it.
/// </remarks>
internal sealed class LiveFeed(IDecisionFeed decisions, PageWriter pages, TimeProvider time)
{
    /// <summary>Most pages open at a time; one more is told to come back.</summary>
    public const int MostViewers = 500;

    public const int MostRows = 10;

    /// <summary>How long a page is served before it has to come back, and is asked anew who it is.</summary>
    public static readonly TimeSpan StreamTime = TimeSpan.FromMinutes(5);

    private const int MostSent = 200;

    private const int Looked = 400;
    private const int Heartbeat = 15;

    private const int PerSecond = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.0 / PerSecond);

    private readonly ConcurrentDictionary<LiveViewer, byte> _viewers = [];
    private readonly Lock _gate = new();
    private bool _running; // guarded by _gate

    public int Viewers => _viewers.Count;

    /// <summary>Opens a page; null where there are too many.</summary>
    public LiveViewer? Open(LiveFilter filter)
    {
        lock (_gate)
        {
            if (_viewers.Count >= MostViewers)
            {
                return null;
            }

            // What is there when the first page opens is no news; what comes from then on is, however late the first look is.
            var seen = _running ? null : Entries(decisions.Latest(Looked));
            var viewer = new LiveViewer(filter);
            _viewers.TryAdd(viewer, 0);
            if (seen is not null)
            {
                _running = true;
                _ = Task.Run(() => KeepAsync(seen));
            }

            return viewer;
        }
    }

    public void Close(LiveViewer viewer)
    {
        _viewers.TryRemove(viewer, out _);
        viewer.Dispose();
    }

    /// <summary>Runs while pages are open. Where a look fails they are all let go: each comes back by itself, and finds it running again.</summary>
    private async Task KeepAsync(HashSet<long> seen)
    {
        try
        {
            await RunAsync(seen);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            lock (_gate)
            {
                _running = false;
                foreach (var viewer in _viewers.Keys)
                {
                    _viewers.TryRemove(viewer, out _);
                    viewer.Drop();
                }
            }
        }
    }

    private async Task RunAsync(HashSet<long> seen)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var (rest, turn) = (0, 0);
        while (await timer.WaitForNextTickAsync())
        {
            var open = _viewers.Count;
            lock (_gate)
            {
                if (_viewers.IsEmpty)
                {
                    _running = false;
                    return;
                }
            }

            if (rest-- > 0)
            {
                continue;
            }

            rest = (open - 1) / (MostSent / PerSecond);
            turn++;

            var latest = decisions.Latest(Looked);
            DecisionView[] fresh = [.. latest.Where(decision => !seen.Contains(decision.Entry))];
            seen = Entries(latest);
            await ShowAsync(fresh, turn % Heartbeat == 0);
        }
    }

    private static HashSet<long> Entries(IEnumerable<DecisionView> latest) => [.. latest.Select(static decision => decision.Entry)];

    private async ValueTask ShowAsync(DecisionView[] fresh, bool heartbeat)
    {
        DecisionView[] shown = [.. fresh.Take(MostRows)];
        var rows = shown.Length == 0 ? []
            : await pages.RenderEachAsync<DecisionRow>(shown.Select(decision => new PageParameters { [nameof(DecisionRow.Decision)] = decision }));
        var batches = new Dictionary<LiveFilter, ReadOnlyMemory<byte>>();
        foreach (var viewer in _viewers.Keys)
        {
            if (!batches.TryGetValue(viewer.Filter, out var batch))
            {
                batches[viewer.Filter] = batch = Batch(viewer.Filter, shown, rows, heartbeat);
            }

            if (!batch.IsEmpty && !viewer.Offer(batch))
            {
                _viewers.TryRemove(viewer, out _);
            }
        }
    }

    private static ReadOnlyMemory<byte> Batch(LiveFilter filter, DecisionView[] shown, IReadOnlyList<string> rows, bool heartbeat)
    {
        var batch = new StringBuilder();
        foreach (var (decision, html) in shown.Zip(rows).Where(row => filter.Takes(row.First)))
        {
            batch.Append("data: ").Append(html.ReplaceLineEndings("")).Append('\n');
        }

        return batch.Length > 0 ? Encoding.UTF8.GetBytes(batch.Append('\n').ToString()) : heartbeat ? ": here\n\n"u8.ToArray() : default;
    }
}
