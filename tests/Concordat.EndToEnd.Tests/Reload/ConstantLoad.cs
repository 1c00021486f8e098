using System.Collections.Concurrent;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Reload;

/// <summary>Permitted questions without a pause from several clients, answers and streams in turn; keeps everything that was not a whole answer.</summary>
internal sealed class ConstantLoad : IAsyncDisposable
{
    private const int Clients = 4;

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly Task _clients;
    private long _answered;

    public ConstantLoad(ConcordatProcess process, string key) =>
        _clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => RunAsync(process, key, client)));

    public long Answered => Interlocked.Read(ref _answered);

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Waits until many requests that began after now have been answered or failed.</summary>
    public Task GoOnAsync(CancellationToken cancellationToken)
    {
        var goal = Answered + 50;
        return Eventually.TrueAsync("the load goes on", () => Task.FromResult(Answered >= goal || !_failures.IsEmpty), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _clients;
        _end.Dispose();
    }

    private async Task RunAsync(ConcordatProcess process, string key, int client)
    {
        using var http = process.NewClient(key);
        for (var turn = client; !_end.IsCancellationRequested; turn++)
        {
            try
            {
                var stream = turn % 2 == 0;
                using var response = await Ask.ChatAsync(http, Prompts.Permitted, CancellationToken.None, stream);
                var text = await response.Content.ReadAsStringAsync(CancellationToken.None);
                if (!response.IsSuccessStatusCode || (stream && !text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal)))
                {
                    _failures.Enqueue($"{(int)response.StatusCode} {text}");
                }

                Interlocked.Increment(ref _answered);
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
            {
                _failures.Enqueue(fault.ToString());
                return;
            }
        }
    }
}
