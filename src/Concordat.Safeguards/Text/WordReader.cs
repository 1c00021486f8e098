using Concordat.Safeguards.Persons;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Text;

/// <summary>Turns finished words into phrases and concepts: the topics of a text, and the words that name a following number.</summary>
/// <remarks>
/// A reader made from another one reads a second reading of the same text: it raises the same suspicions at the same place, and does not
/// count words again. Not thread-safe.
/// </remarks>
internal sealed class WordReader
{
    /// <summary>How many tokens a context word speaks for.</summary>
    private const int _reach = 8;
    private const int _ring = 16;
    private const int _contexts = (int)ContextConcept.Marking + 1;

    /// <summary>What <see cref="AnnouncingWords"/> tell, in the order of <see cref="_until"/> after the contexts.</summary>
    private static readonly PersonContext[] _announced =
    [
        PersonContext.Device, PersonContext.Licence, PersonContext.Ip, PersonContext.Handle, PersonContext.Address,
    ];

    private readonly TopicLexicon _lexicon;
    private readonly TopicTally _tally;
    private readonly bool _counts;
    private readonly long[] _starts = new long[_ring];
    private readonly int[] _until = new int[_contexts + _announced.Length];
    private ulong _lastWord;
    private ulong _earlierWord;
    private PersonContext _nameContext;
    private int _nameToken = -1;
    private int _known;
    private int _state;

    // the phrase before the open token, and before what was marked
    private int _before;
    private int _beforeToken;
    private int _tokenWord;
    private int _marked;

    public WordReader(Findings findings)
    {
        _lexicon = findings.Pack.Topics;
        _tally = findings.NewTally();
        _counts = true;
    }

    public WordReader(Findings findings, WordReader shared)
    {
        _lexicon = findings.Pack.Topics;
        _tally = shared._tally;
    }

    /// <summary>Start of the earliest word that may still become part of a phrase; <see cref="long.MaxValue"/> when none.</summary>
    public long OpenSince
    {
        get
        {
            var open = _lexicon.Phrases.OpenWords(_state);
            return open == 0 ? long.MaxValue : _starts[(_known - open) & (_ring - 1)];
        }
    }

    /// <summary>Takes note of one word.</summary>
    /// <returns>The word is in the vocabulary.</returns>
    public bool Read(ulong hash, long start, int token)
    {
        if (_counts)
        {
            _tally.NextWord();
        }

        if (token != _beforeToken)
        {
            (_before, _beforeToken, _tokenWord) = (_state, token, 0);
        }

        if (AnnouncingWords.Of(hash, _lastWord, _earlierWord) is not PersonContext.None and var announced)
        {
            Announce(announced, token);
        }

        (_lastWord, _earlierWord) = (hash, _lastWord);
        var word = _lexicon.Words.Find(hash);
        _tokenWord = _tokenWord == 0 ? word : -1;
        if (word <= TopicLexicon.Filler)
        {
            _state = word == TopicLexicon.Filler ? _state : 0;
            return false;
        }

        Take(word, start, token);
        return true;
    }

    /// <summary>Takes note of a word that the token also reads as, in place of the words in it.</summary>
    /// <returns>The word is in the vocabulary.</returns>
    public bool ReadInstead(ulong hash, long start, int token)
    {
        var word = _lexicon.Words.Find(hash);
        if (word <= TopicLexicon.Filler)
        {
            return false;
        }

        _state = token == _beforeToken ? _before : _state;
        Take(word, start, token);
        return true;
    }

    /// <summary>What the words before a window say about the numbers in it.</summary>
    public PersonContext ContextAt(int token)
    {
        var context = Bit(ContextConcept.Phone, token, PersonContext.Phone) | Bit(ContextConcept.Ssn, token, PersonContext.Ssn)
            | Bit(ContextConcept.Passport, token, PersonContext.Passport) | Bit(ContextConcept.UsPassport, token, PersonContext.UsPassport)
            | Bit(ContextConcept.Plate, token, PersonContext.Plate);
        for (var i = 0; i < _announced.Length; i++)
        {
            context |= _until[_contexts + i] >= token ? _announced[i] : PersonContext.None;
        }

        return context;
    }

    /// <summary>A word in the token right before this one announced the name of a person.</summary>
    public PersonContext NameContextAt(int token) =>
        token == _nameToken + 1 ? _nameContext : PersonContext.None;

    /// <summary>The token stands right after a word such as <c>classification</c>, or holds it.</summary>
    public bool IsLabelled(int token) => _until[(int)ContextConcept.Marking] - _reach >= token - 1;

    /// <summary>Ends a text: no phrase goes on into the next one.</summary>
    public void EndText()
    {
        _state = _counts ? 0 : _state;
        if (_counts)
        {
            _tally.NextText();
        }
    }

    /// <summary>Remembers the phrase as it stands before the open token.</summary>
    public void Mark(int token) => _marked = _beforeToken == token ? _before : _state;

    /// <summary>Begins at what another reader marked; its tokens are numbered from 1 here.</summary>
    public void BeginAtMark(WordReader other, int token) => Begin(other, other._marked, token);

    /// <summary>Begins where another reader stood before its open token, which is number 1 here.</summary>
    public void BeginAtToken(WordReader other, int token) => Begin(other, other._beforeToken == token ? other._before : other._state, token);

    /// <summary>Takes over the phrase of a second reading, where that one is further.</summary>
    /// <param name="second">The second reading.</param>
    /// <param name="contexts">Both number their tokens alike, so that what announces a number does so here too.</param>
    public void Adopt(WordReader second, bool contexts)
    {
        for (var i = 0; contexts && i < _until.Length; i++)
        {
            _until[i] = Math.Max(_until[i], second._until[i]);
        }

        if (_lexicon.Phrases.OpenWords(second._state) > _lexicon.Phrases.OpenWords(_state))
        {
            _state = second._state;
            _known = second._known;
            second._starts.CopyTo(_starts, 0);
        }
    }

    /// <summary>Takes over the phrase of a second reading that ended where the open token began.</summary>
    public void AdoptBefore(WordReader second, int token)
    {
        var word = _beforeToken == token ? _tokenWord : 0;
        var start = word > 0 ? _starts[(_known - 1) & (_ring - 1)] : 0;
        if (word < 0 || _lexicon.Phrases.OpenWords(second._state) == 0)
        {
            return;
        }

        Adopt(second, contexts: false);
        if (word > TopicLexicon.Filler)
        {
            _state = second._state;
            Take(word, start, token);
        }
    }

    public void CopyFrom(WordReader other)
    {
        other._starts.CopyTo(_starts, 0);
        other._until.CopyTo(_until, 0);
        (_lastWord, _earlierWord, _nameContext, _nameToken) = (other._lastWord, other._earlierWord, other._nameContext, other._nameToken);
        (_known, _state, _before, _beforeToken, _tokenWord, _marked) = (other._known, other._state, other._before, other._beforeToken, other._tokenWord, other._marked);
    }

    public void Reset()
    {
        _state = _before = _beforeToken = _marked = 0;
        (_lastWord, _earlierWord, _nameToken) = (0, 0, -1);
        Array.Clear(_until);
    }

    private void Begin(WordReader other, int state, int token)
    {
        other._starts.CopyTo(_starts, 0);
        (_known, _state, _before, _beforeToken) = (other._known, state, state, 0);
        (_lastWord, _earlierWord, _nameToken) = (other._lastWord, other._earlierWord, -1);
        for (var i = 0; i < _until.Length; i++)
        {
            _until[i] = Math.Max(0, other._until[i] - token + 1);
        }
    }

    private void Take(int word, long start, int token)
    {
        _starts[_known++ & (_ring - 1)] = start;
        _known = _known >= 1 << 30 ? _known & (_ring - 1) | _ring : _known;
        _state = _lexicon.Phrases.Step(_state, word);
        foreach (var concept in _lexicon.Phrases.Found(_state))
        {
            if (concept < _contexts)
            {
                _until[concept] = token + _reach;
            }
            else
            {
                _tally.See(concept);
            }
        }
    }

    private void Announce(PersonContext announced, int token)
    {
        for (var i = 0; i < _announced.Length; i++)
        {
            _until[_contexts + i] = announced.Has(_announced[i]) ? token + _reach : _until[_contexts + i];
        }

        if ((announced & (PersonContext.Title | PersonContext.Role)) != PersonContext.None)
        {
            (_nameContext, _nameToken) = (announced, token);
        }
    }

    private PersonContext Bit(ContextConcept concept, int token, PersonContext bit) => _until[(int)concept] >= token ? bit : PersonContext.None;
}
