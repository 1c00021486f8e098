using System.Runtime.InteropServices;

namespace Concordat.Safeguards.Text;

/// <summary>Says which bytes of the original the canonical bytes of a window stand for. Kept only where findings are to be pointed at.</summary>
/// <remarks>An entry speaks for the canonical bytes up to the next one. Not thread-safe.</remarks>
internal sealed class SourceMap
{
    private Entry[] _entries = new Entry[16];
    private int _count;

    /// <summary>Canonical bytes from <paramref name="at"/> on come from <paramref name="position"/>.</summary>
    /// <param name="at">Index in the window.</param>
    /// <param name="position">Where the original starts.</param>
    /// <param name="source">Length of the original that all those bytes stand for; 0 when each stands for one byte.</param>
    public void Note(int at, long position, int source)
    {
        if (source == 0 && _count > 0 && _entries[_count - 1] is { Source: 0 } last && last.Position + (at - last.At) == position)
        {
            return;
        }

        if (_count > 0 && _entries[_count - 1].At == at)
        {
            _count--;
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _entries.Length * 2);
        }

        _entries[_count++] = new Entry { At = at, Position = position, Source = source };
    }

    /// <summary>Where canonical bytes come from.</summary>
    public (long Start, long End) Range(int start, int end)
    {
        var first = Of(start);
        var last = Of(Math.Max(start, end - 1));
        return (first.Source == 0 ? first.Position + (start - first.At) : first.Position,
            last.Source == 0 ? last.Position + (Math.Max(start, end - 1) - last.At) + 1 : last.Position + last.Source);
    }

    /// <summary>The first bytes leave the window.</summary>
    public void Drop(int length)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var entry = _entries[i];
            var next = i + 1 < _count ? _entries[i + 1].At : int.MaxValue;
            if (next <= length)
            {
                continue;
            }

            var cut = Math.Max(0, length - entry.At);
            _entries[kept++] = new Entry { At = entry.At + cut - length, Position = entry.Source == 0 ? entry.Position + cut : entry.Position, Source = entry.Source };
        }

        _count = kept;
    }

    public void Clear() => _count = 0;

    public void CopyFrom(SourceMap other)
    {
        if (_entries.Length < other._count)
        {
            _entries = new Entry[other._entries.Length];
        }

        other._entries.AsSpan(0, other._count).CopyTo(_entries);
        _count = other._count;
    }

    private Entry Of(int at)
    {
        var found = 0;
        for (var i = 1; i < _count && _entries[i].At <= at; i++)
        {
            found = i;
        }

        return _count == 0 ? default : _entries[found];
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        public int At;
        public long Position;
        public int Source;
    }
}
