using System.Threading.Channels;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Shadow;

/// <summary>
/// Sends copies of permitted requests to candidates, after their clients were answered. Few at a time, and few waiting: what does not fit is
/// dropped and counted, and no client ever waits for a copy. Thread-safe.
/// </summary>
internal sealed partial class ShadowDuty : IDisposable
{
    private const int AtOnce = 4;
    private const int Waiting = 64;

    /// <summary>Most bytes of bodies that are kept for copies.</summary>
    private const long MostBytes = 32 * 1024 * 1024;

    private static readonly string[] Carried =
        [RequestHeaders.Sources, RequestHeaders.Label, RequestHeaders.Provenance, RequestHeaders.Binding, "anthropic-version", "anthropic-beta"];

    private readonly Channel<ShadowCopy> _copies = Channel.CreateBounded<ShadowCopy>(Waiting);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private readonly ShadowStage _stage;
    private readonly ILogger _logger;
    private readonly Random _random;
    private readonly Lock _turn = new();
    private Task[]? _workers; // under _turn
    private long _bytes;

    public ShadowDuty(ShadowStage stage, Random random, ILogger logger)
    {
        (_stage, _random, _logger, _stopped) = (stage, random, logger, _stopping.Token);
    }

    public ShadowTally Tally => _stage.Tally;

    /// <summary>Takes a copy of a request whose answer has begun, where its use case agreed to that and the draw falls so; null as a rule.</summary>
    /// <remarks>Never of a request whose tools the vendor runs, nor of one that a grant let out: that was for one time.</remarks>
    public ShadowCopy? Sample(Exchange exchange, RouteTable table)
    {
        if (table.Shadows.Length == 0 || !exchange.UseCase.IsShadowed || exchange.Case is not null || exchange.Request.MayRunTools)
        {
            return null;
        }

        foreach (var (candidate, share) in table.Shadows)
        {
            if (_random.Next(100) >= share)
            {
                continue;
            }

            if (Interlocked.Add(ref _bytes, exchange.Body.Length) > MostBytes)
            {
                Interlocked.Add(ref _bytes, -exchange.Body.Length);
                Tally.Add(candidate.Config.Name, "dropped");
                return null;
            }

            exchange.Answer = new AnswerSummary { FirstByte = exchange.FirstByte };
            return new ShadowCopy(this, exchange, candidate, exchange.Body.ToArray(), HeadersOf(exchange.Http.Request), exchange.Answer);
        }

        return null;
    }

    /// <summary>The client has its answer, and the copy may go; where it got none there is nothing to compare with.</summary>
    public void Offer(ShadowCopy copy)
    {
        if (!copy.Answer.IsWhole)
        {
            Drop(copy);
            return;
        }

        Start();
        if (!_copies.Writer.TryWrite(copy))
        {
            Drop(copy);
            Tally.Add(copy.Candidate.Config.Name, "dropped");
        }
    }

    public void Dispose()
    {
        _copies.Writer.TryComplete();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Drop(ShadowCopy copy) => Interlocked.Add(ref _bytes, -copy.Body.Length);

    private void Start()
    {
        if (Volatile.Read(ref _workers) is not null)
        {
            return;
        }

        lock (_turn)
        {
            _workers ??= [.. Enumerable.Range(0, AtOnce).Select(_ => Task.Run(WorkAsync))];
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var copy in _copies.Reader.ReadAllAsync(_stopped).ConfigureAwait(false))
            {
                try
                {
                    Tally.Add(copy.Candidate.Config.Name, await _stage.RunAsync(copy, _stopped).ConfigureAwait(false));
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    LogFailure(copy.Candidate.Config.Name, fault.GetType().Name, fault);
                    Tally.Add(copy.Candidate.Config.Name, "failed");
                }
                finally
                {
                    Drop(copy);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway is ending; copies are nobody's answer.
        }
    }

    private static (string Name, string? Value)[] HeadersOf(HttpRequest request) =>
        [.. Carried.Where(request.Headers.ContainsKey).Select(name => (name, (string?)request.Headers[name]))];

    [LoggerMessage(LogLevel.Warning, "a copy to the candidate `{Candidate}` failed inside the gateway with {Fault}")]
    private partial void LogFailure(string candidate, string fault, Exception exception);
}
