using System.Security.Cryptography;

namespace Concordat.Gateway.Orders;

/// <summary>
/// Says which refusals are recorded of documents that nobody known signed: one an hour of a submitter and of a document, and few over all, so that nobody fills the ledger.
/// What is not recorded is counted. Thread-safe.
/// </summary>
internal sealed class StrangeOrders(TimeProvider time)
{
    /// <summary>Most that are recorded in an hour, whoever hands them in.</summary>
    internal const int MostInAnHour = 32;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset Time, string Submitter, string Hash)> _lately = new(); // guarded by _lock; at most MostInAnHour
    private long _others; // guarded by _lock

    /// <param name="submitter">Whom it came from, as far as is known; never recorded.</param>
    /// <returns>SHA-256 of the document and how many others were refused unrecorded since the last; null where this one is only counted.</returns>
    public (string Hash, long Others)? Take(string submitter, ReadOnlySpan<byte> document)
    {
        var (hash, now) = (Convert.ToHexStringLower(SHA256.HashData(document)), time.GetUtcNow());
        lock (_lock)
        {
            while (_lately.TryPeek(out var oldest) && oldest.Time <= now - Hour)
            {
                _lately.Dequeue();
            }

            if (_lately.Count >= MostInAnHour || _lately.Any(known => known.Submitter.Equals(submitter, StringComparison.Ordinal) || known.Hash.Equals(hash, StringComparison.Ordinal)))
            {
                _others++;
                return null;
            }

            _lately.Enqueue((now, submitter, hash));
            var others = _others;
            _others = 0;
            return (hash, others);
        }
    }
}
