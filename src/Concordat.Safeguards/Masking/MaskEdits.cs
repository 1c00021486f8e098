using System.Buffers;
using Concordat.Safeguards.Answers;

namespace Concordat.Safeguards.Masking;

/// <summary>Puts other bytes in the places of findings, and nothing but the texts that they stand in. Not thread-safe.</summary>
internal sealed class MaskEdits
{
    private static readonly SearchValues<byte> Encoded =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_%"u8);

    private readonly byte[] _document;
    private readonly MappedPiece[] _pieces;
    private readonly List<(long Start, long End, byte[] By)> _repeats;
    private readonly List<(long Start, long End, byte[] By)> _edits = [];

    public MaskEdits(PieceMap map, IReadOnlyList<ReadOnlyMemory<byte>> payloads)
    {
        _document = [.. payloads.SelectMany(static payload => payload.ToArray())];
        _pieces = [.. map.Pieces.OrderBy(static piece => piece.Start)];
        _repeats = [.. map.Repeats.Select(static repeat => (repeat.Start, repeat.End, repeat.IsArray ? "[]"u8.ToArray() : "null"u8.ToArray()))];
    }

    /// <summary>Replaces a finding; where it is cut over several texts or events, the first part is replaced and the others are taken out.</summary>
    /// <param name="value">The identifier in its normal form: where it does not stand there as it is, all that it is disguised in goes.</param>
    public void Replace(long start, long end, string value, byte[] by)
    {
        var first = Array.FindIndex(_pieces, piece => start < piece.End);
        var last = Array.FindLastIndex(_pieces, piece => piece.Start < end);
        if (first >= 0 && last >= first && !IsPlain(_document.AsSpan((int)start, (int)(end - start)), value))
        {
            (start, end) = (Back(start, _pieces[first].Start), Forth(end, _pieces[last].End));
        }

        var placed = false;
        for (var i = first; first >= 0 && i <= last; i++)
        {
            // What goes on from the text in which it begins to the one in which it ends leaves the texts in between alone.
            var piece = _pieces[i];
            if ((piece.Text != _pieces[first].Text && piece.Text != _pieces[last].Text) || IsRepeat(piece))
            {
                continue;
            }

            var (from, to) = (Math.Max(start, piece.Start), Math.Min(end, piece.End));
            byte[] with = placed ? [] : by;
            _edits.Add(piece.IsNumber ? (piece.Start, piece.End, [(byte)'"', .. by, (byte)'"']) : (from, to, with));
            placed = true;
        }
    }

    /// <summary>The payloads with every replacement made; those without one are copied as they are.</summary>
    public IReadOnlyList<byte[]> Apply(IReadOnlyList<ReadOnlyMemory<byte>> payloads)
    {
        var edits = Merged();
        var result = new List<byte[]>(payloads.Count);
        long at = 0;
        var next = 0;
        foreach (var payload in payloads)
        {
            var output = new MemoryStream(payload.Length + 32);
            var copied = 0;
            for (; next < edits.Count && edits[next].Start < at + payload.Length; next++)
            {
                var (start, end, by) = edits[next];
                output.Write(payload.Span[copied..(int)(start - at)]);
                output.Write(by);
                copied = (int)(end - at);
            }

            output.Write(payload.Span[copied..]);
            result.Add(output.ToArray());
            at += payload.Length;
        }

        return result;
    }

    /// <summary>No edit reaches over a piece, so none reaches over an event; of two that overlap the first one's replacement stays.</summary>
    private List<(long Start, long End, byte[] By)> Merged()
    {
        var merged = new List<(long Start, long End, byte[] By)>();
        foreach (var edit in _edits.Concat(_repeats).OrderBy(static edit => edit.Start).ThenByDescending(static edit => edit.End))
        {
            if (merged.Count > 0 && merged[^1] is var last && edit.Start < last.End)
            {
                merged[^1] = (last.Start, Math.Max(last.End, edit.End), last.By.Length == 0 ? edit.By : last.By);
            }
            else if (edit.End > edit.Start)
            {
                merged.Add(edit);
            }
        }

        return merged;
    }

    /// <summary>Whether the identifier stands there with nothing but signs between its letters and digits.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> text, string value)
    {
        var written = string.Concat(System.Text.Encoding.UTF8.GetString(text).Where(char.IsLetterOrDigit));
        var known = string.Concat(value.Where(char.IsLetterOrDigit));
        return text.Contains((byte)'@') || (written.Length > 0 && (known.Contains(written, StringComparison.OrdinalIgnoreCase) || written.Contains(known, StringComparison.OrdinalIgnoreCase)));
    }

    private long Back(long start, long least)
    {
        while (start > least && Encoded.Contains(_document[start - 1]))
        {
            start--;
        }

        return start;
    }

    private long Forth(long end, long most)
    {
        while (end < most && Encoded.Contains(_document[end]))
        {
            end++;
        }

        return end;
    }

    private bool IsRepeat(MappedPiece piece) => _repeats.Exists(repeat => repeat.Start <= piece.Start && piece.End <= repeat.End);
}
