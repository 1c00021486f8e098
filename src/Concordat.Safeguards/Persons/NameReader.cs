using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Reads the name of a person, token by token, where a form of address, a role or the word <c>name</c> stands right before it.</summary>
/// <remarks>A name has two to four words that begin with a capital. After a role the first must be a given name: <c>patient safety</c> is nobody. Not thread-safe.</remarks>
internal sealed class NameReader(Findings findings)
{
    private const int MaxWords = 4;
    private const int MaxWordBytes = 24;

    private readonly byte[] _name = new byte[MaxWords * (MaxWordBytes + 1)];
    private int _length;
    private int _words; // initials included
    private int _full;
    private bool _believed;
    private long _start;
    private long _end;

    public bool IsOpen => _words > 0;

    /// <summary>Where the name that is being read begins; <see cref="long.MaxValue"/> when none is.</summary>
    public long OpenSince => IsOpen ? _start : long.MaxValue;

    /// <summary>Takes a token.</summary>
    /// <param name="token">Canonical bytes, letter case kept.</param>
    /// <param name="announced">What the token right before says of it.</param>
    /// <param name="start">First byte of the token in the text.</param>
    /// <param name="end">The byte after its last.</param>
    public void See(ReadOnlySpan<byte> token, PersonContext announced, long start, long end)
    {
        if (announced != PersonContext.None)
        {
            Close();
        }
        else if (!IsOpen)
        {
            return;
        }

        var word = token.TrimStart("\"'([{<*_"u8);
        start += token.Length - word.Length;
        var bare = word.TrimEnd("\"')]}>*_.,;:!?"u8);
        var isInitial = bare.Length == 1;
        var isLast = word.Length > bare.Length && !(isInitial && word.Length == 2 && word[1] == '.');
        if (bare.Length > MaxWordBytes || !IsNameWord(bare))
        {
            Close();
            return;
        }

        if (_words == 0)
        {
            (_start, _believed) = (start, announced.Has(PersonContext.Title) || GivenNames.Contains(bare));
        }

        _end = end - (word.Length - bare.Length);
        _words++;
        if (!isInitial)
        {
            _length += _full++ > 0 ? 1 : 0;
            Ascii.ToLower(bare, _name.AsSpan(_length), out var written);
            _length += written;
            _name[_length] = (byte)' ';
        }

        if (isLast || _words == MaxWords)
        {
            Close();
        }
    }

    /// <summary>Ends the name that is being read.</summary>
    public void Close()
    {
        if (_full >= 2 && _believed)
        {
            findings.AddPersonAt(PersonKind.Name, Encoding.ASCII.GetString(_name.AsSpan(0, _length)), PersonNationality.Unknown, _start, _end);
        }

        Reset();
    }

    public void Reset() => _length = _words = _full = 0;

    public void CopyFrom(NameReader other)
    {
        other._name.CopyTo(_name, 0);
        (_length, _words, _full, _believed, _start, _end) = (other._length, other._words, other._full, other._believed, other._start, other._end);
    }

    /// <summary>Letters that begin with a capital, with a hyphen or an apostrophe before a further capital: <c>O'Brien</c>, <c>Smith-Jones</c>.</summary>
    private static bool IsNameWord(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty || !char.IsAsciiLetterUpper((char)word[0]))
        {
            return false;
        }

        var lower = 0;
        for (var i = 1; i < word.Length; i++)
        {
            if (char.IsAsciiLetterLower((char)word[i]))
            {
                lower++;
            }
            else if (!(word[i] is (byte)'-' or (byte)'\'' && i + 1 < word.Length) && !(char.IsAsciiLetterUpper((char)word[i]) && (i <= 3 || word[i - 1] is (byte)'-' or (byte)'\'')))
            {
                return false;
            }
        }

        return word.Length == 1 || lower > 0;
    }
}
