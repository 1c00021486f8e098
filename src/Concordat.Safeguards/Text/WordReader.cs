using Concordat.Safeguards.Persons;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Text;

/// <summary>Turns finished words into phrases and concepts: the topics of a text, and the words that name a following number.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class WordReader(Findings findings)
{
    /// <summary>How many tokens a context word speaks for.</summary>
    private const int _reach = 8;
    private const int _ring = 16;

    private readonly TopicLexicon _lexicon = findings.Pack.Topics;
    private readonly TopicTally _tally = findings.NewTally();
    private readonly long[] _starts = new long[_ring];
    private readonly int[] _until = new int[6];
    private int _known;
    private int _state;

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
        _tally.NextWord();
        var word = _lexicon.Words.Find(hash);
        if (word <= TopicLexicon.Filler)
        {
            _state = word == TopicLexicon.Filler ? _state : 0;
            return false;
        }

        _starts[_known++ & (_ring - 1)] = start;
        _known = _known >= 1 << 30 ? _known & (_ring - 1) | _ring : _known;
        _state = _lexicon.Phrases.Step(_state, word);
        foreach (var concept in _lexicon.Phrases.Found(_state))
        {
            if (concept < _until.Length)
            {
                _until[concept] = token + _reach;
            }
            else
            {
                _tally.See(concept);
            }
        }

        return true;
    }

    /// <summary>What the words before a window say about the numbers in it.</summary>
    public PersonContext ContextAt(int token) =>
        Bit(ContextConcept.Phone, token, PersonContext.Phone) | Bit(ContextConcept.Ssn, token, PersonContext.Ssn)
        | Bit(ContextConcept.Passport, token, PersonContext.Passport) | Bit(ContextConcept.UsPassport, token, PersonContext.UsPassport)
        | Bit(ContextConcept.Plate, token, PersonContext.Plate);

    /// <summary>The token stands right after a word such as <c>classification</c>, or holds it.</summary>
    public bool IsLabelled(int token) => _until[(int)ContextConcept.Marking] - _reach >= token - 1;

    /// <summary>Ends a text: no phrase goes on into the next one.</summary>
    public void EndText()
    {
        _state = 0;
        _tally.NextText();
    }

    public void Reset()
    {
        _state = 0;
        Array.Clear(_until);
    }

    private PersonContext Bit(ContextConcept concept, int token, PersonContext bit) => _until[(int)concept] >= token ? bit : PersonContext.None;
}
