using System.Globalization;
using Concordat.Signing.Pkcs11;

namespace Concordat.Configuration;

/// <summary>Reads the keys of one mapping by type; every key that was asked for is known, every other one is refused on <see cref="Close"/>.</summary>
/// <remarks>A value that is missing or wrong is reported and replaced by a harmless one, so that all errors of a file are found in one reading.</remarks>
internal sealed class SectionReader
{
    private readonly ConfigurationNode? _node;
    private readonly string _path;
    private readonly string _folder;
    private readonly ConfigurationFindings _findings;
    private readonly Dictionary<string, KeyValuePair<ScalarNode, ConfigurationNode>> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <param name="node">Null when the section is missing and that was reported: then nothing more is said about it.</param>
    /// <param name="path">Key path of the section, empty for the root.</param>
    /// <param name="folder">Absolute folder that relative paths start from.</param>
    /// <param name="findings">Takes the errors.</param>
    public SectionReader(ConfigurationNode? node, string path, string folder, ConfigurationFindings findings)
    {
        (_node, _path, _folder, _findings) = (node, path, folder, findings);
        if (node is MappingNode mapping)
        {
            _findings.Remember(path, node);
            foreach (var entry in mapping.Entries)
            {
                _entries.Add(entry.Key.Text, entry);
                _findings.Remember(PathOf(entry.Key.Text), entry.Value);
            }
        }
        else if (node is not null)
        {
            _findings.Add(node, $"`{path}` must be a mapping of keys and values");
            _node = null;
        }
    }

    public string Text(string key) => OptionalText(key) ?? Missing(key);

    public string Text(string key, string fallback) => OptionalText(key) ?? fallback;

    public string? OptionalText(string key)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        return Scalar(node, key, "a text") ?? "";
    }

    /// <summary>A file or folder; comes back absolute, relative ones start from the folder of the configuration file.</summary>
    public string FilePath(string key) => Resolve(Text(key));

    /// <summary>A file, or a key on a token, whose URI stays as it is.</summary>
    public string PrivateKey(string key) => Text(key) is var text && Pkcs11Uri.IsOne(text) ? text : Resolve(text);

    public IReadOnlyList<string> FilePaths(string key) => [.. Texts(key, []).Select(Resolve)];

    public string? OptionalFilePath(string key) => OptionalText(key) is { } text ? Resolve(text) : null;

    public bool Flag(string key, bool fallback)
    {
        if (Find(key) is not { } node || Scalar(node, key, "`true` or `false`") is not { } text)
        {
            return fallback;
        }

        if (text is "true" or "false")
        {
            return text is "true";
        }

        _findings.Add(node, $"`{PathOf(key)}` must be `true` or `false`, not `{Shown(text)}`");
        return fallback;
    }

    public int Number(string key, int fallback, int least, int most)
    {
        if (Find(key) is not { } node || Scalar(node, key, "a whole number") is not { } text)
        {
            return fallback;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            _findings.Add(node, $"`{PathOf(key)}` must be a whole number, not `{Shown(text)}`");
            return fallback;
        }

        if (value < least || value > most)
        {
            _findings.Add(node, $"`{PathOf(key)}` must be from {Show(least)} to {Show(most)}, not {Show(value)}");
            return fallback;
        }

        return (int)value;
    }

    /// <summary>Whole numbers, each from <paramref name="least"/> to <paramref name="largest"/>, at most <paramref name="most"/> of them.</summary>
    public IReadOnlyList<int> Numbers(string key, IReadOnlyList<int> fallback, int least, int largest, int most)
    {
        var numbers = ReadList(key, (node, path) =>
        {
            if (ScalarAt(node, path, "a whole number") is not { } text)
            {
                return least;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= largest)
            {
                return value;
            }

            _findings.Add(node, $"`{path}` must be a whole number from {Show(least)} to {Show(largest)}, not `{Shown(text)}`");
            return least;
        });
        if (numbers?.Count > most)
        {
            _findings.Add(Find(key)!, $"`{PathOf(key)}` has more than {Show(most)} numbers");
        }

        return numbers ?? fallback;
    }

    /// <summary>A decimal number without exponent, such as <c>-1.5</c>; null where it is not given.</summary>
    public decimal? Decimal(string key)
    {
        if (Find(key) is not { } node || Scalar(node, key, "a number") is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        _findings.Add(node, $"`{PathOf(key)}` must be a number such as `5` or `-1.5`, not `{Shown(text)}`");
        return null;
    }

    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan least, TimeSpan most)
    {
        if (Find(key) is not { } node || Scalar(node, key, "a duration such as `500ms`, `30s`, `2m` or `1h`") is not { } text)
        {
            return fallback;
        }

        if (!Durations.TryParse(text, out var value))
        {
            _findings.Add(node, $"`{PathOf(key)}` must be a duration such as `500ms`, `30s`, `2m` or `1h`, not `{Shown(text)}`");
            return fallback;
        }

        if (value < least || value > most)
        {
            _findings.Add(node, $"`{PathOf(key)}` must be from {Durations.Format(least)} to {Durations.Format(most)}, not `{Shown(text)}`");
            return fallback;
        }

        return value;
    }

    public string OneOf(string key, IReadOnlyList<string> words, string? fallback = null)
    {
        if (Find(key) is not { } node)
        {
            return fallback ?? Missing(key);
        }

        return Scalar(node, key, "one of " + Listed(words)) is { } text ? Word(node, PathOf(key), text, words) : fallback ?? "";
    }

    public IReadOnlyList<string> Texts(string key, IReadOnlyList<string> fallback) =>
        ReadList(key, (node, path) => ScalarAt(node, path, "a text") ?? "") ?? fallback;

    public IReadOnlyList<string> Words(string key, IReadOnlyList<string> words) =>
        ReadList(key, (node, path) => ScalarAt(node, path, "one of " + Listed(words)) is { } text ? Word(node, path, text, words) : "") ?? [];

    public IReadOnlyList<T> Sections<T>(string key, Func<SectionReader, T> read) =>
        ReadList(key, (node, path) => read(new SectionReader(node, path, _folder, _findings))) ?? [];

    public SectionReader Section(string key)
    {
        var node = Find(key);
        if (node is null)
        {
            Missing(key);
        }

        return new SectionReader(node, PathOf(key), _folder, _findings);
    }

    /// <summary>The value as it was written, for sections that accept more than one form.</summary>
    public ConfigurationNode? Raw(string key) => Find(key);

    public SectionReader Over(ConfigurationNode node, string key) => new(node, PathOf(key), _folder, _findings);

    public void Refuse(ConfigurationNode node, string key, string message) => _findings.Add(node, $"`{PathOf(key)}` {message}");

    public string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    /// <summary>Refuses a key that there was, and says what to write instead.</summary>
    public void Moved(string key, string instead)
    {
        // Refused rather than passed over: whoever wrote it believes that it holds.
        if (_entries.TryGetValue(key, out var entry) && _asked.Add(key))
        {
            _findings.Add(entry.Key, $"`{PathOf(key)}` is no key any more: {instead}");
        }
    }

    /// <summary>Refuses every key that nobody asked for.</summary>
    public void Close()
    {
        foreach (var (key, _) in _entries.Values)
        {
            if (!_asked.Contains(key.Text))
            {
                _findings.Add(key, $"unknown key `{PathOf(key.Text)}`{Suggestion.For(key.Text, _asked)}");
            }
        }
    }

    private ConfigurationNode? Find(string key)
    {
        _asked.Add(key);
        return _entries.TryGetValue(key, out var entry) ? entry.Value : null;
    }

    private string Missing(string key)
    {
        if (_node is not null)
        {
            _findings.Add(_node, $"missing key `{PathOf(key)}`");
        }

        return "";
    }

    private string? Scalar(ConfigurationNode node, string key, string expected) => ScalarAt(node, PathOf(key), expected);

    private string? ScalarAt(ConfigurationNode node, string path, string expected)
    {
        if (node is not ScalarNode scalar)
        {
            _findings.Add(node, $"`{path}` must be {expected}, not a {(node is SequenceNode ? "list" : "mapping")}");
            return null;
        }

        if (scalar.IsEmpty || scalar.Text.Length == 0)
        {
            _findings.Add(node, $"`{path}` has no value; write {expected}, or remove the key");
            return null;
        }

        if (scalar.Text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !scalar.Quoted)
        {
            _findings.Add(node, $"`{path}` must not contain control characters");
            return null;
        }

        return scalar.Text;
    }

    private string Word(ConfigurationNode node, string path, string text, IReadOnlyList<string> words)
    {
        if (words.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        _findings.Add(node, $"`{path}` must be one of {Listed(words)}, not `{Shown(text)}`{Suggestion.For(text, words)}");
        return "";
    }

    private List<T>? ReadList<T>(string key, Func<ConfigurationNode, string, T> read)
    {
        var node = Find(key);
        if (node is null)
        {
            return null;
        }

        if (node is not SequenceNode list)
        {
            _findings.Add(node, $"`{PathOf(key)}` must be a list; write `[]` for none");
            return [];
        }

        var items = new List<T>(list.Items.Count);
        for (var i = 0; i < list.Items.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{PathOf(key)}[{i}]");
            _findings.Remember(path, list.Items[i]);
            items.Add(read(list.Items[i], path));
        }

        return items;
    }

    private string Resolve(string text) => text.Length == 0 ? "" : Path.GetFullPath(text, _folder);

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static string Show(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Listed(IReadOnlyList<string> words) => string.Join(", ", words.Select(w => $"`{w}`"));
}
