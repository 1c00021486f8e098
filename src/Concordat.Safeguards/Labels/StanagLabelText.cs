using Concordat.Safeguards.Text;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Labels;

/// <summary>Collects a confidentiality label of ADatP-4774 that stands in a text, from its begin to its end, and reads it.</summary>
/// <remarks>Bounded by <see cref="StanagLabelReader.MaxLength"/>. Not thread-safe.</remarks>
internal sealed class StanagLabelText(Findings findings)
{
    /// <summary>Hash of the word that begins a label.</summary>
    public static readonly ulong Word = HashOf("confidentialityinformation");

    private byte[] _text = new byte[1024];
    private int _length;
    private int _depth;
    private bool _wasDeep;
    private long _since;

    public bool IsActive { get; private set; }

    public long OpenSince => IsActive ? _since : long.MaxValue;

    /// <summary>Begins with the rest of a piece, unless a label is being collected.</summary>
    public void Begin(ReadOnlySpan<byte> text, long position)
    {
        if (!IsActive)
        {
            _since = position;
            _length = _depth = 0;
            _wasDeep = false;
            IsActive = true;
            Feed(text);
        }
    }

    public void Feed(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!IsActive)
            {
                return;
            }

            if (_length == _text.Length)
            {
                Array.Resize(ref _text, _length * 2);
            }

            _text[_length++] = b;
            _depth += b switch { (byte)'{' => 1, (byte)'}' => -1, _ => 0 };
            _wasDeep |= _depth > 0;

            // the end tag, the end of the object, or too long
            if ((b == '>' && _text.AsSpan(0, _length - 1).TrimEnd((byte)' ').EndsWith("ConfidentialityInformation"u8)) || (_wasDeep && _depth <= 0)
                || (!_wasDeep && _depth < 0) || _length >= StanagLabelReader.MaxLength)
            {
                Complete();
            }
        }
    }

    public void Complete()
    {
        if (IsActive && StanagLabelReader.Read(_text.AsSpan(0, _length)) is { } mark)
        {
            findings.AddMark(mark);
        }

        IsActive = false;
    }

    public void Reset() => IsActive = false;

    private static ulong HashOf(string word)
    {
        var hash = WordTable.Seed;
        foreach (var c in word)
        {
            hash = WordTable.Step(hash, AsciiClass.Fold[c]);
        }

        return hash;
    }
}
