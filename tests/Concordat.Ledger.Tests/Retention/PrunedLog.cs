using Concordat.Ledger.Retention;
using Concordat.Ledger.Storage;
using Concordat.Ledger.Tests.Entries;
using Concordat.Ledger.Verification;

namespace Concordat.Ledger.Tests.Retention;

/// <summary>A log of Concordat's entries, one a second, to be pruned.</summary>
internal sealed class PrunedLog : IDisposable
{
    public static readonly RetentionCause Cause = new("records schedule", "archivist", "GRS 3.2");

    public TestLog Log { get; } = new();

    public ManualTime Time { get; } = new() { Now = new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero) };

    public static async Task FillAsync(LedgerWriter writer, int from, int count)
    {
        var appends = new List<Task>();
        for (var i = from; i < from + count; i++)
        {
            appends.Add(writer.AppendAsync(SampleEntry.Bytes(SampleEntry.Configuration(i, "reload")), TestLog.Token).AsTask());
        }

        await Task.WhenAll(appends);
        await writer.IntegrateAsync();
    }

    public async Task<LedgerWriter> FilledAsync(int count)
    {
        var writer = Log.Open();
        await FillAsync(writer, 0, count);
        return writer;
    }

    public LedgerRetention Retention(LedgerWriter writer, LedgerFiles? files = null) => new(writer, Time, files ?? new LedgerFiles());

    public Task<LedgerVerificationResult> VerifyAsync(LedgerVerificationOptions? options = null, string? vkey = null) =>
        LedgerVerification.VerifyAsync(Log.LogDirectory, vkey ?? Log.VerifierKey, options ?? new LedgerVerificationOptions { Entries = true }, TestLog.Token);

    public LedgerReader Reader() => LedgerReader.Open(Log.LogDirectory, Log.VerifierKey);

    public void Dispose() => Log.Dispose();
}
