namespace Concordat.Ledger.Tests.Sequencing;

public sealed class FileSequencingTests : SequencingContract
{
    private readonly FailingFiles _files = new();

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal override LedgerWriter Open(string? directory = null, long maxUnintegratedBytes = long.MaxValue) => LedgerWriter.Open(
        Log.Options with { Directory = directory ?? Log.LogDirectory, MaxUnintegratedBytes = maxUnintegratedBytes }, TimeProvider.System, _files);

    internal override Task FailAsync(bool failing)
    {
        _files.Broken = failing;
        return Task.CompletedTask;
    }
}
