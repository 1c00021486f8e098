using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Reads a postal address in which the street comes before the number, token by token, as Germany, Spain, Italy and Portugal write it.</summary>
/// <remarks>
/// <code>
/// idle ── Hauptstraße ──▶ street ── 5, ──▶ place ── 10115 ──▶ town ── Berlin ──▶ reported
/// idle ── Calle ──▶ street ── de Alcalá 42, ──▶ place ── 2º B, 28014 ──▶ town ── Madrid ──▶ reported
/// </code>
/// Without a postal code and a town behind it, a street and a number are an address only after a word such as <c>wohnt</c> or <c>vive</c>. Not thread-safe.
/// </remarks>
internal sealed class StreetFirstReader(Findings findings)
{
    private const int MaxTokenBytes = 24;
    private const int MaxStreetWords = 5;
    private const int MaxDoors = 4;

    private readonly WordLine _street = new();
    private Step _step;
    private int _words;
    private int _names;
    private bool _shown;
    private bool _german; // of one word, or of a town's name and a word for a street
    private bool _awaitsSort;
    private string _code = "";
    private long _start;
    private long _end;

    private enum Step
    {
        Idle,
        Street,
        Place,
        Town,
    }

    public bool IsOpen => _step != Step.Idle;

    /// <summary>Where the address that is being read begins; <see cref="long.MaxValue"/> when none is.</summary>
    public long OpenSince => IsOpen ? _start : long.MaxValue;

    /// <summary>An address may begin with such a token: a capital, and the name of a street or the word for one.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> token) =>
        token.Length is >= 2 and <= MaxTokenBytes && char.IsAsciiLetterUpper((char)token[0])
        && (StreetFirstWords.IsWhole(token) || StreetFirstWords.IsLead(token) || StreetFirstWords.IsTowns(token));

    /// <summary>Takes a token.</summary>
    /// <param name="token">Canonical bytes, letter case kept.</param>
    /// <param name="named">A word such as <c>wohnt</c> stands before it.</param>
    /// <param name="start">First byte of the token in the text.</param>
    /// <param name="end">The byte after its last.</param>
    public void See(ReadOnlySpan<byte> token, bool named, long start, long end)
    {
        var read = new AddressToken(token);
        var bare = read.Word;
        if (!IsOpen)
        {
            if (MayBegin(bare) && !read.Ends)
            {
                (_step, _start, _shown) = (Step.Street, start + read.Before, named);
                _german = StreetFirstWords.IsWhole(bare);
                _awaitsSort = !_german && StreetFirstWords.IsTowns(bare);
                (_words, _names) = (1, _german ? 1 : 0);
                Add(bare);
            }

            return;
        }

        if (bare.IsEmpty || bare.Length > MaxTokenBytes || !Take(bare))
        {
            Close();
            return;
        }

        if (IsOpen)
        {
            _end = end - read.Tail.Length;
            if (read.Ends)
            {
                Close();
            }
        }
    }

    /// <summary>A line ends: the postal code may stand in the next one.</summary>
    public void EndLine()
    {
        if (_step is not Step.Place)
        {
            Close();
        }
    }

    /// <summary>Ends the address that is being read.</summary>
    public void Close()
    {
        if (_shown && _step is Step.Place or Step.Town)
        {
            Report();
        }

        Reset();
    }

    public void Reset()
    {
        _street.Clear();
        (_step, _words, _names, _shown, _code) = (Step.Idle, 0, 0, false, "");
        _german = _awaitsSort = false;
    }

    public void CopyFrom(StreetFirstReader other)
    {
        _street.CopyFrom(other._street);
        (_step, _words, _names, _shown, _code, _start, _end) = (other._step, other._words, other._names, other._shown, other._code, other._start, other._end);
        (_german, _awaitsSort) = (other._german, other._awaitsSort);
    }

    /// <summary>Goes on with a word; false where it is no part of the address.</summary>
    private bool Take(ReadOnlySpan<byte> word) => _step switch
    {
        Step.Street => TakeStreet(word),
        Step.Place => TakePlace(word),
        _ => TakeTown(word),
    };

    private bool TakeStreet(ReadOnlySpan<byte> word)
    {
        if (_awaitsSort)
        {
            (_awaitsSort, _german, _names) = (false, true, 1);
            Add(word);
            return StreetFirstWords.IsSort(word);
        }

        if (IsNumber(word))
        {
            Add(word);
            (_step, _words) = (Step.Place, 0);
            return _names > 0;
        }

        var isName = char.IsAsciiLetterUpper((char)word[0]) && !word.ContainsAnyInRange((byte)'0', (byte)'9');
        if (++_words > MaxStreetWords || !(isName || StreetFirstWords.Joins(word)))
        {
            return false;
        }

        if (isName && _names == 0 && StreetFirstWords.IsNoStreet(word))
        {
            return false;
        }

        _names += isName ? 1 : 0;
        Add(word);
        return true;
    }

    /// <summary>A postal code of five digits, also behind the sign of its country; before it at most a few short words for the door.</summary>
    private bool TakePlace(ReadOnlySpan<byte> word)
    {
        var code = word is [(byte)'D' or (byte)'E' or (byte)'I', (byte)'-', ..] ? word[2..] : word;
        if (IsCode(code))
        {
            (_code, _step) = (Encoding.ASCII.GetString(code), Step.Town);
            return true;
        }

        return ++_words <= MaxDoors && word.Length <= 6 && (char.IsAsciiDigit((char)word[0]) || word.Length <= 2 || StreetFirstWords.IsDoor(word));
    }

    /// <summary>The town makes it an address.</summary>
    private bool TakeTown(ReadOnlySpan<byte> word)
    {
        if (!char.IsAsciiLetterUpper((char)word[0]) || word.Length < 3)
        {
            return false;
        }

        Report();
        Reset();
        return true;
    }

    /// <summary>Five digits; four in Switzerland and Austria; four and three in Portugal.</summary>
    private bool IsCode(ReadOnlySpan<byte> word) => word.Length == 8 && word[4] == (byte)'-'
        ? !word[..4].ContainsAnyExceptInRange((byte)'0', (byte)'9') && !word[5..].ContainsAnyExceptInRange((byte)'0', (byte)'9')
        : (word.Length == 5 || (word.Length == 4 && _german)) && !word.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private void Report() => findings.AddPersonAt(PersonKind.Address, $"{_street} {_code}".TrimEnd(), PersonNationality.Unknown, _start, _end);

    private void Add(ReadOnlySpan<byte> word)
    {
        Span<char> text = stackalloc char[MaxTokenBytes + 4];
        var length = Encoding.UTF8.GetChars(word, text);
        if (text[..length].IndexOf('ß') is >= 0 and var sharp)
        {
            text[sharp..length].CopyTo(text[(sharp + 1)..]);
            (text[sharp], text[sharp + 1]) = ('s', 's');
            length++;
        }

        if (word.EndsWith("str"u8) || word.SequenceEqual("Str"u8))
        {
            "asse".CopyTo(text[length..]);
            length += 4;
        }

        _street.Add(text[..length]);
    }

    /// <summary>Up to four digits and a letter.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> word)
    {
        var digits = char.IsAsciiLetter((char)word[^1]) ? word[..^1] : word;
        return digits.Length is >= 1 and <= 4 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
