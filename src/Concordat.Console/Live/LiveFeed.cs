using System.Collections.Concurrent;
using System.Text;
using Concordat.Console.Data;
using Concordat.Console.Http;
using Concordat.Console.Parts;

namespace Concordat.Console.Live;

/// <summary>Shows new decisions to every open live page. Thread-safe.</summary>
/// <remarks>
/// It looks at the ring of decisions four times a second while at least one page is open; the request path knows nothing of it. Each
/// decision is rendered once for all pages. More than <see cref="MostRows"/> in a quarter of a second are counted, not shown.
/// </remarks>
internal sealed class LiveFeed(IDecisionFeed decisions, PageWriter pages, TimeProvider time)
{
    /// <summary>Most pages open at a time; one more is told to come back.</summary>
    public const int MostViewers = 500;

    public const int MostRows = 40;

    private const int Looked = 400;
    private const int Heartbeat = 60;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

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
        var rows = new List<(DecisionView Decision, string Html)>(Math.Min(fresh.Length, MostRows));
        foreach (var decision in fresh.Take(MostRows))
        {
            rows.Add((decision, await pages.RenderAsync<DecisionRow>(new() { [nameof(DecisionRow.Decision)] = decision })));
        }

        foreach (var viewer in _viewers.Keys)
        {
            var batch = new StringBuilder();
            foreach (var (_, html) in rows.Where(row => viewer.Filter.Takes(row.Decision)))
            {
                batch.Append("data: ").Append(html.ReplaceLineEndings("")).Append('\n');
            }

            var text = batch.Length > 0 ? $"{batch}\n" : heartbeat ? ": here\n\n" : null;
            if (text is not null && !viewer.Offer(text))
            {
                _viewers.TryRemove(viewer, out _);
            }
        }
    }
}
