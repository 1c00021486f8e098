using System.Buffers;
using Concordat.Gateway.Deciding;

namespace Concordat.Gateway.Release;

/// <summary>
/// Remembers what a stream said, so that a case can be about exactly that; of one that says too much it remembers nothing. Not thread-safe.
/// </summary>
internal sealed class StreamMemory : IDisposable
{
    /// <summary>Longest stream that is remembered, in bytes of its payloads.</summary>
    public const int Most = 256 * 1024;

    private readonly List<int> _ends = [];
    private byte[] _bytes = [];
    private int _length;
    private bool _isLost;

    public void Add(ReadOnlySpan<byte> data)
    {
        if (_isLost || _length + data.Length > Most)
        {
            _isLost = true;
            return;
        }

        if (_bytes.Length - _length < data.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(4096, Math.Max(_bytes.Length * 2, _length + data.Length)));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            Return();
            _bytes = larger;
        }

        data.CopyTo(_bytes.AsSpan(_length));
        _length += data.Length;
        _ends.Add(_length);
    }

    /// <summary>What was said, the same however it was cut into events; empty where that is not known.</summary>
    public byte[] Content() => _isLost ? [] : StreamedContent.Fold(Payloads());

    public void Dispose()
    {
        Return();
        _bytes = [];
    }

    private IEnumerable<ReadOnlyMemory<byte>> Payloads()
    {
        var start = 0;
        foreach (var end in _ends)
        {
            yield return _bytes.AsMemory(start, end - start);
            start = end;
        }
    }

    private void Return()
    {
        if (_bytes.Length > 0)
        {
            _bytes.AsSpan(0, _length).Clear();
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
