using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Reads a postal address, token by token: a house number and a street, or a PO box, and what shows that somebody can be found there.</summary>
/// <remarks>
/// <code>
/// idle ── 14 ──▶ street ── Elm Street ──▶ place ── Apt 5, Dayton, OH 45402 ──▶ reported
/// idle ── PO ──▶ box ── Box 88 ─────────────▲
/// </code>
/// A street alone is none: a unit, a State, a postal code, or a word such as <c>lives</c> before it must go with it. Not thread-safe.
/// </remarks>
internal sealed class AddressReader(Findings findings)
{
    private const int MaxTokenBytes = 24;
    private const int MaxStreetWords = 4;
    private const int MaxPlaceWords = 8;

    private readonly WordLine _street = new();
    private readonly WordLine _place = new();
    private Step _step;
    private int _words;
    private bool _leads;
    private bool _shown;
    private bool _unitNext;
    private bool _inState;
    private string? _outward; // the first half of a British postal code
    private string? _code;
    private long _start;
    private long _end;

    private enum Step
    {
        Idle,
        Street,
        Box,
        BoxNumber,
        Place,
    }

    public bool IsOpen => _step != Step.Idle;

    /// <summary>Where the address that is being read begins; <see cref="long.MaxValue"/> when none is.</summary>
    public long OpenSince => IsOpen ? _start : long.MaxValue;

    /// <summary>An address may begin with such a token: a digit or <c>PO</c> stands first.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> token)
    {
        var first = token.Length > 1 && token[0] is (byte)'"' or (byte)'(' or (byte)'\'' or (byte)'[' ? token[1] : token[0];
        return char.IsAsciiDigit((char)first) || (first is (byte)'P' or (byte)'p' && token.Length <= 6);
    }

    /// <summary>Takes a token.</summary>
    /// <param name="token">Canonical bytes, letter case kept.</param>
    /// <param name="named">A word such as <c>lives</c> or <c>deliver</c> stands before it.</param>
    /// <param name="start">First byte of the token in the text.</param>
    /// <param name="end">The byte after its last.</param>
    public void See(ReadOnlySpan<byte> token, bool named, long start, long end)
    {
        Span<char> text = stackalloc char[MaxTokenBytes];
        var read = new AddressToken(token);
        start += read.Before;
        var bare = read.Word;
        if (bare.IsEmpty || bare.Length > MaxTokenBytes || Encoding.ASCII.GetChars(bare, text) != bare.Length)
        {
            Close();
            return;
        }

        var word = text[..bare.Length];
        var comma = read.Tail.Contains((byte)',');
        var stop = read.Ends;
        if (!Take(word, comma))
        {
            Close();
            Begin(word, stop || (comma && word.Length > 4), named, start);
        }

        if (IsOpen && _step != Step.Street)
        {
            _end = end - read.Tail.Length;
        }

        if (stop || _code is not null)
        {
            Close();
        }
    }

    /// <summary>A line ends: an address may go on in the next one, after its street.</summary>
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
        if (_step == Step.Place && _shown)
        {
            var place = _code ?? _place.ToString();
            findings.AddPersonAt(
                PersonKind.Address, $"{_street} {place}".TrimEnd(), _inState ? PersonNationality.Us : PersonNationality.Unknown, _start, _end);
        }

        Reset();
    }

    public void Reset()
    {
        _street.Clear();
        _place.Clear();
        (_step, _words, _leads, _shown, _unitNext, _inState, _code) = (Step.Idle, 0, false, false, false, false, null);
        _outward = null;
    }

    public void CopyFrom(AddressReader other)
    {
        Reset();
        _street.CopyFrom(other._street);
        _place.CopyFrom(other._place);
        (_step, _words, _leads, _shown, _unitNext, _inState, _code) = (other._step, other._words, other._leads, other._shown, other._unitNext, other._inState, other._code);
        (_start, _end, _outward) = (other._start, other._end, other._outward);
    }

    private void Begin(ReadOnlySpan<char> word, bool ends, bool named, long start)
    {
        if (!ends && word.Length <= 7 && char.IsAsciiDigit(word[0]) && word[..^1].ContainsAnyExceptInRange('0', '9') is false && char.IsAsciiLetterOrDigit(word[^1]))
        {
            _step = Step.Street;
        }
        else if (!ends && word is "PO" or "P.O" or "Po" or "po" or "p.o")
        {
            _step = Step.Box;
        }
        else
        {
            return;
        }

        (_start, _shown) = (start, named);
        _street.Add(_step == Step.Box ? "po" : word);
    }

    /// <summary>Goes on with a word; false where it is no part of the address.</summary>
    private bool Take(ReadOnlySpan<char> word, bool comma) => _step switch
    {
        Step.Street => TakeStreet(word, comma),
        Step.Box => word.Equals("box", StringComparison.OrdinalIgnoreCase) && Go(Step.BoxNumber, "box"),
        Step.BoxNumber => char.IsAsciiDigit(word[0]) && Go(Step.Place, word),
        Step.Place => TakePlace(word),
        _ => false,
    };

    private bool Go(Step step, ReadOnlySpan<char> word)
    {
        _street.Add(word);
        _step = step;
        return true;
    }

    private bool TakeStreet(ReadOnlySpan<char> word, bool comma)
    {
        if (_words == 0 && word is "bis" or "ter" or "quater")
        {
            return Go(Step.Street, word);
        }

        if (_words++ == 0 && StreetWords.Leads(word) && !comma)
        {
            _leads = true;
            return Go(Step.Street, word);
        }

        if (_leads)
        {
            return _words <= MaxStreetWords + 1 && char.IsAsciiLetter(word[0]) && Go(comma ? Step.Place : Step.Street, word);
        }

        if (_words > 1 && StreetWords.Suffix(word) is { } suffix)
        {
            return Go(Step.Place, suffix);
        }

        return !comma && _words <= MaxStreetWords && (IsName(word) || StreetWords.IsDirection(word) || IsOrdinal(word)) && Go(Step.Street, word);
    }

    private bool TakePlace(ReadOnlySpan<char> word)
    {
        if (_words++ > MaxPlaceWords + MaxStreetWords)
        {
            return false;
        }

        if (_unitNext || word[0] == '#')
        {
            (_unitNext, _shown) = (false, true);
            return word.TrimStart('#').Length is > 0 and <= 6 && Go(Step.Place, word.TrimStart('#'));
        }

        if (_place.Length == 0 && StreetWords.IsUnit(word))
        {
            _unitNext = true;
            return true;
        }

        if (_place.Length == 0 && StreetWords.IsDirection(word))
        {
            return Go(Step.Place, word);
        }

        if (StreetWords.IsState(word))
        {
            (_shown, _inState) = (true, true);
            _place.Add(word);
            return true;
        }

        if (_outward is not null)
        {
            return IsInward(word) && TakeCode($"{_outward}{word.ToString().ToLowerInvariant()}");
        }

        if (IsOutward(word))
        {
            _outward = word.ToString().ToLowerInvariant();
            return true;
        }

        if (IsPostalCode(word))
        {
            (_shown, _code) = (true, word[..Math.Min(5, word.Length)].ToString());
            return true;
        }

        if (_inState || !IsName(word))
        {
            return false;
        }

        _place.Add(word);
        return true;
    }

    private bool TakeCode(string code)
    {
        (_shown, _code) = (true, code);
        return true;
    }

    /// <summary>One or two letters, a digit, and perhaps another sign: <c>SW1A</c>, <c>M1</c>, <c>LS16</c>.</summary>
    private static bool IsOutward(ReadOnlySpan<char> word)
    {
        var letters = word.IndexOfAnyExceptInRange('A', 'Z');
        return letters is 1 or 2 && word.Length <= 4 && char.IsAsciiDigit(word[letters])
            && (word.Length == letters + 1 || (word.Length == letters + 2 && (char.IsAsciiDigit(word[^1]) || char.IsAsciiLetterUpper(word[^1]))));
    }

    /// <summary>A digit and two letters.</summary>
    private static bool IsInward(ReadOnlySpan<char> word) =>
        word.Length == 3 && char.IsAsciiDigit(word[0]) && char.IsAsciiLetterUpper(word[1]) && char.IsAsciiLetterUpper(word[2]);

    private static bool IsName(ReadOnlySpan<char> word) => char.IsAsciiLetterUpper(word[0]) && !word.ContainsAnyInRange('0', '9');

    private static bool IsOrdinal(ReadOnlySpan<char> word) =>
        word.Length is >= 3 and <= 5 && char.IsAsciiDigit(word[0]) && word[^2..].Equals("th", StringComparison.OrdinalIgnoreCase) | word[^2..] is "st" or "nd" or "rd";

    /// <summary>Five digits, also with four more after a hyphen; four or six where a country has those.</summary>
    private static bool IsPostalCode(ReadOnlySpan<char> word) =>
        (word.Length is 4 or 5 or 6 && !word.ContainsAnyExceptInRange('0', '9'))
        || (word.Length == 10 && word[5] == '-' && !word[..5].ContainsAnyExceptInRange('0', '9') && !word[6..].ContainsAnyExceptInRange('0', '9'));
}
