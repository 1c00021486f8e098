using Concordat.Cedar;

namespace Concordat.Agreements.Facts;

/// <summary>The facts of one request, flat and by name, to change them one by one. Not safe for use by many threads.</summary>
internal sealed class FlatFacts
{
    private readonly SortedDictionary<string, CedarValue> _facts = new(StringComparer.Ordinal);
    private readonly CedarRequest _request;

    public FlatFacts(CedarRequest request)
    {
        _request = request;
        Flatten(request.Context, "");
    }

    /// <summary>Names and values, in alphabetical order.</summary>
    public IReadOnlyDictionary<string, CedarValue> Facts => _facts;

    /// <summary>The request with these facts.</summary>
    public CedarRequest Request => _request with { Context = Build("") };

    public CedarValue this[string path]
    {
        get => _facts.GetValueOrDefault(path);
        set => _facts[path] = value;
    }

    private void Flatten(CedarRecord record, string prefix)
    {
        foreach (var name in record.Shape.Names)
        {
            var value = record[name];
            if (value.Kind == CedarValueKind.Record)
            {
                Flatten(value.AsRecord, prefix + name + ".");
            }
            else if (!value.IsNone)
            {
                _facts[prefix + name] = value;
            }
        }
    }

    private CedarRecord Build(string prefix) => CedarRecord.Of(
        _facts.Where(fact => fact.Key.StartsWith(prefix, StringComparison.Ordinal))
            .GroupBy(fact => fact.Key[prefix.Length..].Split('.', 2)[0], StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(
                group.Key,
                _facts.TryGetValue(prefix + group.Key, out var value) ? value : CedarValue.FromRecord(Build(prefix + group.Key + ".")))));
}
