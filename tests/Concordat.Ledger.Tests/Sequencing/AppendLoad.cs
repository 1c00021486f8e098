using System.Collections.Concurrent;

namespace Concordat.Ledger.Tests.Sequencing;

/// <summary>Sixteen tasks that append until they are stopped, and what became of their appends.</summary>
internal sealed class AppendLoad
{
    private readonly Task[] _appenders;
    private volatile bool _stopped;
    private int _refused;

    public AppendLoad(LedgerWriter writer) => _appenders = [.. Enumerable.Range(0, 16).Select(appender => Task.Run(() => AppendAsync(writer, appender)))];

    /// <summary>The texts that were acknowledged, by index.</summary>
    public ConcurrentDictionary<long, string> Acknowledged { get; } = new();

    /// <summary>How many appends were refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public Task StopAsync()
    {
        _stopped = true;
        return Task.WhenAll(_appenders);
    }

    /// <summary>Every entry is an acknowledged one, at its index, and none is missing.</summary>
    public void AssertRecordedAs(IReadOnlyList<byte[]> entries)
    {
        Assert.Equal(Acknowledged.Count, entries.Count);
        Assert.All(Acknowledged, pair => Assert.Equal(TestLog.Padded(pair.Value), entries[(int)pair.Key]));
    }

    private async Task AppendAsync(LedgerWriter writer, int appender)
    {
        for (var n = 0; !_stopped; n++)
        {
            var text = $"{appender}.{n}";
            try
            {
                Assert.True(Acknowledged.TryAdd((await writer.AppendAsync(TestLog.Padded(text), CancellationToken.None)).Value, text), "an index was given twice");
            }
            catch (LedgerUnavailableException)
            {
                Interlocked.Increment(ref _refused);
            }
        }
    }
}
