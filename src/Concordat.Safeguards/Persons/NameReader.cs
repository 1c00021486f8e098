using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>
/// Reads the name of a person, token by token, where a form of address, a role or the word <c>name</c> stands right before it, or where what comes right behind it shows a person:
/// a verb such as <c>said</c>, an age, or a possessive.
/// </summary>
/// <remarks>
/// A name has two to four words that begin with a capital. But after a form of address the first must be a given name: <c>patient safety</c> and <c>Safety Board said</c> are nobody.
/// Not thread-safe.
/// </remarks>
internal sealed class NameReader(Findings findings)
{
    private const int MaxWords = 4;
    private const int MaxWordBytes = 24;

    private readonly byte[] _name = new byte[MaxWords * (MaxWordBytes + 1)];
    private int _length;
    private int _words; // initials included
    private int _full;
    private bool _believed;
    private bool _unannounced; // nothing stood before it: something must come behind it
    private bool _unnamed; // a word in it is of places and organisations
    private bool _awaits; // it is complete, and what comes behind it is next
    private bool _comma;
    private long _start;
    private long _end;

    public bool IsOpen => _words > 0;

    /// <summary>Where the name that is being read begins; <see cref="long.MaxValue"/> when none is.</summary>
    public long OpenSince => IsOpen ? _start : long.MaxValue;

    /// <summary>A name may begin with such a token though nothing announces it: a given name.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> token) => token.Length > 2 && GivenNames.Contains(token);

    /// <summary>Takes a token.</summary>
    /// <param name="token">Canonical bytes, letter case kept.</param>
    /// <param name="announced">What the token right before says of it.</param>
    /// <param name="start">First byte of the token in the text.</param>
    /// <param name="end">The byte after its last.</param>
    public void See(ReadOnlySpan<byte> token, PersonContext announced, long start, long end)
    {
        if (_awaits)
        {
            Settle(token);
        }

        if (announced != PersonContext.None)
        {
            Close();
        }
        else if (!IsOpen)
        {
            if (!MayBegin(token))
            {
                return;
            }

            _unannounced = true;
        }

        var word = token.TrimStart("\"'([{<*_"u8);
        start += token.Length - word.Length;
        var bare = word.TrimEnd("\"')]}>*_.,;:!?"u8);
        var isInitial = bare.Length == 1;
        var isLast = word.Length > bare.Length && !(isInitial && word.Length == 2 && word[1] == '.');
        if (bare.Length > MaxWordBytes || !IsNameWord(bare))
        {
            if (_unannounced && _full >= 2)
            {
                Settle(token);
            }

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
            Add(bare);
        }

        if (!isLast && _words < MaxWords)
        {
            return;
        }

        if (_unannounced && _full >= 2 && word[bare.Length..] is [] or [(byte)','])
        {
            (_awaits, _comma) = (true, word.Length > bare.Length);
            return;
        }

        Close();
    }

    private void Add(ReadOnlySpan<byte> word)
    {
        _unnamed |= _unannounced && NameVerbs.IsOfThings(word);
        _length += _full++ > 0 ? 1 : 0;
        Ascii.ToLower(word, _name.AsSpan(_length), out var written);
        _length += written;
        _name[_length] = (byte)' ';
    }

    /// <summary>Whether what comes behind a name shows that it is a person's.</summary>
    private void Settle(ReadOnlySpan<byte> token)
    {
        var isAge = _comma && token.Length is 3 or 4 && token[^1] is (byte)',' or (byte)'.' or (byte)')' && token[0] is >= (byte)'1' and <= (byte)'9'
            && !token[..^1].ContainsAnyExceptInRange((byte)'0', (byte)'9');
        if (isAge || (!_comma && NameVerbs.Contains(token.TrimEnd(".,;:"u8))))
        {
            _unannounced = false;
        }

        Close();
    }

    /// <summary>Ends the name that is being read.</summary>
    public void Close()
    {
        var name = _name.AsSpan(0, _length);
        if (name.EndsWith("'s"u8))
        {
            name = name[..^2];
            _unannounced = false;
        }

        if (_full >= 2 && _believed && !_unannounced && !_unnamed)
        {
            findings.AddPersonAt(PersonKind.Name, Encoding.ASCII.GetString(name), PersonNationality.Unknown, _start, _end);
        }

        Reset();
    }

    public void Reset()
    {
        _length = _words = _full = 0;
        _unannounced = _unnamed = _awaits = _comma = false;
    }

    public void CopyFrom(NameReader other)
    {
        other._name.CopyTo(_name, 0);
        (_length, _words, _full, _believed, _start, _end) = (other._length, other._words, other._full, other._believed, other._start, other._end);
        (_unannounced, _unnamed, _awaits, _comma) = (other._unannounced, other._unnamed, other._awaits, other._comma);
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
