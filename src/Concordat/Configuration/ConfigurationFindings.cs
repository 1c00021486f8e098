namespace Concordat.Configuration;

/// <summary>Collects every error of one file, and remembers where each key stood so that later checks can point at it.</summary>
internal sealed class ConfigurationFindings(string file)
{
    private const int MostErrors = 100;

    private readonly List<ConfigurationError> _errors = [];
    private readonly Dictionary<string, ConfigurationNode> _places = new(StringComparer.Ordinal);

    public IReadOnlyList<ConfigurationError> Sorted =>
        [.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column).ThenBy(e => e.Message, StringComparer.Ordinal)];

    public bool Any => _errors.Count > 0;

    public void Remember(string path, ConfigurationNode node) => _places[path] = node;

    public void Add(int line, int column, string message)
    {
        if (_errors.Count < MostErrors)
        {
            _errors.Add(new ConfigurationError(file, line, column, message));
        }
    }

    public void Add(ConfigurationNode node, string message) => Add(node.Line, node.Column, message);

    /// <summary>Reports at the value of a key path such as <c>useCases[0].sources</c>, or at the nearest key above that was written.</summary>
    public void AddAt(string path, string message)
    {
        var nearest = path;
        ConfigurationNode? node;
        while (!_places.TryGetValue(nearest, out node) && nearest.Length > 0)
        {
            nearest = nearest[..Math.Max(0, nearest.LastIndexOfAny(['.', '[']))];
        }

        Add(node?.Line ?? 1, node?.Column ?? 1, message);
    }
}
