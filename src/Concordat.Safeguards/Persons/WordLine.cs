namespace Concordat.Safeguards.Persons;

/// <summary>Words in lower case with a blank between, in memory that is used again; what does not fit is left out. Not thread-safe.</summary>
internal sealed class WordLine
{
    private readonly char[] _text = new char[128];

    public int Length { get; private set; }

    /// <summary>Adds the letters, digits and hyphens of a word.</summary>
    public void Add(ReadOnlySpan<char> word)
    {
        if (Length + 1 + word.Length > _text.Length)
        {
            return;
        }

        if (Length > 0)
        {
            _text[Length++] = ' ';
        }

        foreach (var c in word)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '-')
            {
                _text[Length++] = char.ToLowerInvariant(c);
            }
        }
    }

    public void Clear() => Length = 0;

    public void CopyFrom(WordLine other)
    {
        other._text.AsSpan(0, other.Length).CopyTo(_text);
        Length = other.Length;
    }

    public override string ToString() => new(_text, 0, Length);
}
