using Concordat.Safeguards.Json;

namespace Concordat.Safeguards.Answers;

/// <summary>
/// Where the texts of an answer stand, counted over its events as if they were one document. Kept only where findings are to be pointed at.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class PieceMap
{
    private static readonly ulong LogProbs = NameHash.Of("logprobs"u8);

    private readonly List<MappedPiece> _pieces = [];
    private readonly List<(long Start, long End, bool IsArray)> _repeats = [];
    private long _base;
    private int _repeatDepth = -1;
    private long _repeatStart;

    /// <summary>The stretches of text; those of one event in no order.</summary>
    public IReadOnlyList<MappedPiece> Pieces => _pieces;

    /// <summary>Members that repeat the text in pieces and in numbers.</summary>
    public IReadOnlyList<(long Start, long End, bool IsArray)> Repeats => _repeats;

    /// <summary>Where a byte of the event under inspection stands in the document.</summary>
    public long Position(int offset) => _base + offset;

    /// <summary>The event is read; the next one begins behind it.</summary>
    public void Next(int length)
    {
        _base += length;
        _repeatDepth = -1;
    }

    public void Open(in StrictJsonReader reader)
    {
        if (_repeatDepth < 0 && reader.OwnerName == LogProbs)
        {
            (_repeatDepth, _repeatStart) = (reader.Depth - 1, _base + reader.Offset - 1);
        }
    }

    public void Close(in StrictJsonReader reader)
    {
        if (_repeatDepth == reader.Depth)
        {
            _repeats.Add((_repeatStart, _base + reader.Offset, reader.Token == JsonToken.EndArray));
            _repeatDepth = -1;
        }
    }

    public void Add(int start, int length, ulong text) => _pieces.Add(new MappedPiece(_base + start, length, text, IsNumber: false));

    /// <summary>A text of its own: a name, an id, an alternative, a number.</summary>
    public void AddAlone(int start, int length, bool isNumber) =>
        _pieces.Add(new MappedPiece(_base + start, length, NameHash.Mix((ulong)(_base + start), 0xA10E), isNumber));

    public void Reset()
    {
        _pieces.Clear();
        _repeats.Clear();
        _base = 0;
        _repeatDepth = -1;
    }
}
