using Concordat.Ledger;

namespace Concordat.Gateway.Shadow;

/// <summary>How candidates compare, from the ledger while the gateway serves: the newest entries, read once a minute at most. Thread-safe.</summary>
internal sealed class ShadowDesk(LedgerWriter ledger, TimeProvider time) : IDisposable
{
    /// <summary>Most entries of the ledger that are read, in bounded time.</summary>
    private const int MostEntries = 100_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private (ShadowTraffic Traffic, DateTimeOffset Read)? _traffic; // guarded by _turn

    public async ValueTask<ShadowTraffic> ReadAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            if (_traffic is not { } known || now - known.Read >= Life)
            {
                _traffic = known = (
                    ledger.CheckpointSize == 0 ? new ShadowTraffic() : ShadowTraffic.Read(LedgerReader.Open(ledger.Location, ledger.VerifierKey), MostEntries, cancellation), now);
            }

            return known.Traffic;
        }
        catch (LedgerPrunedException)
        {
            return new ShadowTraffic(); // pruned while it was read; the next asks anew
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
