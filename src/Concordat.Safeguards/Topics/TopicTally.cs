namespace Concordat.Safeguards.Topics;

/// <summary>Running suspicion for one stream of words: the rules that fired within the current stretch, and the highest score of the stretches before.</summary>
/// <remarks>A stretch is 160 words, so that a long lawful document does not add up to a suspicion. Not thread-safe.</remarks>
internal sealed class TopicTally(TopicLexicon lexicon)
{
    public const int TopicCount = 6;
    private const int _stretch = 160;
    private const int _maxSum = 130;
    private const int _maxLawful = 35;

    private readonly int[] _lastSeen = new int[lexicon.ConceptCount];
    private readonly int[] _firedAt = new int[lexicon.Rules.Length];
    private readonly int[] _start = new int[TopicCount];
    private readonly int[] _sum = new int[TopicCount];
    private readonly int[] _lawful = new int[TopicCount];
    private readonly int[] _highest = new int[TopicCount];
    private int _word = 1000;

    /// <summary>Counts a word.</summary>
    public void NextWord() => _word++;

    /// <summary>Leaves a gap between two texts: near enough for one stretch, too far for one rule.</summary>
    public void NextText() => _word += 40;

    /// <summary>Takes note of a concept at the current word.</summary>
    public void See(int concept)
    {
        _lastSeen[concept] = _word;
        foreach (var rule in lexicon.RulesOf[concept])
        {
            if (IsNear(rule))
            {
                Fire(rule);
            }
        }
    }

    /// <summary>The highest score of the topic so far, 0 to 100.</summary>
    public int Score(int topic) => Math.Max(_highest[topic], Current(topic));

    public void Reset()
    {
        if (_word > 1 << 29)
        {
            Array.Clear(_lastSeen);
            Array.Clear(_firedAt);
            Array.Clear(_start);
            _word = 0;
        }

        _word += 1000;
        Array.Clear(_sum);
        Array.Clear(_lawful);
        Array.Clear(_highest);
    }

    private bool IsNear(TopicRule rule)
    {
        foreach (var concept in rule.Concepts)
        {
            if (_word - _lastSeen[concept] > rule.Within)
            {
                return false;
            }
        }

        return true;
    }

    private void Fire(TopicRule rule)
    {
        var topic = (int)rule.Topic;
        if (_word - _start[topic] > _stretch)
        {
            _highest[topic] = Score(topic);
            _start[topic] = _word;
            _sum[topic] = 0;
            _lawful[topic] = 0;
        }

        if (_firedAt[rule.Id] >= _start[topic])
        {
            return;
        }

        _firedAt[rule.Id] = _word;
        if (rule.Weight < 0)
        {
            _lawful[topic] = Math.Min(_maxLawful, _lawful[topic] - rule.Weight);
        }
        else
        {
            _sum[topic] = Math.Min(_maxSum, _sum[topic] + rule.Weight);
        }
    }

    private int Current(int topic) => Math.Clamp(_sum[topic] - _lawful[topic], 0, 100);
}
