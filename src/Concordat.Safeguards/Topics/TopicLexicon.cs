using System.Globalization;

namespace Concordat.Safeguards.Topics;

/// <summary>The compiled form of <c>Data/topics.txt</c>: words, phrases, concepts and rules. Immutable.</summary>
internal sealed class TopicLexicon
{
    /// <summary>Word number of articles and fillers, which neither break nor extend a phrase.</summary>
    public const int Filler = 0;

    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _concepts = new(StringComparer.Ordinal);
    private readonly List<(int[] Words, int Concept)> _phrases = [];
    private readonly List<TopicRule> _rules = [];

    private TopicLexicon(string text)
    {
        foreach (var context in Enum.GetNames<ContextConcept>())
        {
            _concepts.Add("context." + context.ToLowerInvariant(), _concepts.Count);
        }

        var line = 0;
        foreach (var raw in text.Split('\n'))
        {
            line++;
            var content = raw.Split('#')[0].Trim();
            if (content.Length > 0 && !ReadLine(content))
            {
                throw new InvalidDataException(
                    string.Create(CultureInfo.InvariantCulture, $"topics.txt:{line}: cannot read `{content}`"));
            }
        }

        Words = new WordTable(_words);
        Phrases = new PhraseAutomaton(_phrases);
        Rules = [.. _rules];
        RulesOf = [.. Enumerable.Range(0, _concepts.Count).Select(c => Rules.Where(r => r.Concepts.Contains(c)).ToArray())];
    }

    public WordTable Words { get; }

    public PhraseAutomaton Phrases { get; }

    public TopicRule[] Rules { get; }

    /// <summary>For each concept the rules that name it.</summary>
    public TopicRule[][] RulesOf { get; }

    public int ConceptCount => RulesOf.Length;

    public static TopicLexicon Parse(string text) => new(text);

    private bool ReadLine(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return false;
        }

        var head = line[..colon].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var body = line[(colon + 1)..];
        return head switch
        {
            ["filler"] => ReadFillers(body),
            ["concept", var name] => ReadConcept(name, body),
            ["rule", var topic, var weight] => ReadRule(topic, weight, "24", body),
            ["rule", var topic, var weight, "within", var within] => ReadRule(topic, weight, within, body),
            _ => false,
        };
    }

    private bool ReadFillers(string body)
    {
        foreach (var word in body.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            _words.Add(word, Filler);
        }

        return true;
    }

    private bool ReadConcept(string name, string body)
    {
        if (!_concepts.TryGetValue(name, out var concept))
        {
            _concepts.Add(name, concept = _concepts.Count);
        }

        foreach (var phrase in body.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            AddPhrase(phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries), [], concept);
        }

        return true;
    }

    private void AddPhrase(string[] words, int[] numbers, int concept)
    {
        if (numbers.Length == words.Length)
        {
            _phrases.Add((numbers, concept));
            return;
        }

        foreach (var form in WordForms.Of(words[numbers.Length]))
        {
            if (!_words.TryGetValue(form, out var number))
            {
                _words.Add(form, number = _words.Count + 1);
            }

            if (number == Filler)
            {
                throw new InvalidDataException($"topics.txt: the phrase `{string.Join(' ', words)}` uses a filler word");
            }

            AddPhrase(words, [.. numbers, number], concept);
        }
    }

    private bool ReadRule(string topic, string weight, string within, string body)
    {
        if (!Enum.TryParse<Topic>(topic, ignoreCase: true, out var line)
            || !int.TryParse(weight, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var points)
            || !int.TryParse(within, NumberStyles.None, CultureInfo.InvariantCulture, out var words))
        {
            return false;
        }

        var names = body.Split('+', StringSplitOptions.TrimEntries);
        if (!names.All(_concepts.ContainsKey))
        {
            return false;
        }

        _rules.Add(new TopicRule(_rules.Count, line, points, words, [.. names.Select(n => _concepts[n])]));
        return true;
    }
}
