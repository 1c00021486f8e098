namespace Concordat.Ledger.Tests;

public sealed class LedgerWriterTests : IDisposable
{
    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Indexes_count_up_from_zero()
    {
        await using var writer = _log.Open();

        await TestLog.AppendAsync(writer, 0, 10);

        Assert.Equal(10, writer.DurableSize);
        Assert.True(writer.IsHealthy);
    }
}
