using System.Collections.Concurrent;
using System.Text;
using Concordat.Console.Data;
using Concordat.Console.Http;
using Concordat.Console.Parts;

namespace Concordat.Console.Live;

/// <summary>Shows new decisions to every open live page. Thread-safe.</summary>
/// <remarks>
/// It looks at the ring of decisions twice a second while at least one page is open; the request path knows nothing of it. Each
/// decision is rendered once for all pages, and pages with the same filter are sent the same bytes. More than <see cref="MostRows"/> in half
/// a second are counted, not shown: nobody reads them, and the next rows push them out.
/// </remarks>
internal sealed class LiveFeed(IDecisionFeed decisions, PageWriter pages, TimeProvider time)
{
    /// <summary>Most pages open at a time; one more is told to come back.</summary>
    public const int MostViewers = 500;

    public const int MostRows = 20;

    private const int Looked = 400;
    private const int Heartbeat = 30;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

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

            var viewer = new LiveViewer(filter);
            _viewers.TryAdd(viewer, 0);
            if (!_running)
            {
                _running = true;
                _ = Task.Run(RunAsync);
            }

            return viewer;
        }
    }

    public void Close(LiveViewer viewer)
    {
        _viewers.TryRemove(viewer, out _);
        viewer.Dispose();
    }

    private async Task RunAsync()
    {
        var seen = decisions.Latest(Looked).Select(decision => decision.Entry).ToHashSet();
        using var timer = new PeriodicTimer(Interval, time);
        for (var turn = 1; await timer.WaitForNextTickAsync(); turn++)
        {
            lock (_gate)
            {
                if (_viewers.IsEmpty)
                {
                    _running = false;
                    return;
                }
            }

            var latest = decisions.Latest(Looked);
            DecisionView[] fresh = [.. latest.Where(decision => !seen.Contains(decision.Entry))];
            seen = [.. latest.Select(decision => decision.Entry)];
            await ShowAsync(fresh, turn % Heartbeat == 0);
        }
    }

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
