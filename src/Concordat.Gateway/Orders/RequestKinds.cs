using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Concordat.Gateway.Orders;

/// <summary>
/// The kinds of requests that use cases lately sent to deployments. Requests are of one kind where label, sources, tool, operation and deployment are the same in
/// their facts. Not thread-safe.
/// </summary>
/// <remarks>Bounded: of each use case at each deployment the newest kinds are kept, and of all the newest.</remarks>
public sealed class RequestKinds
{
    private static readonly string[] Groups = ["deployment", "label", "operation", "sources", "tool"];

    private readonly Dictionary<(string UseCase, string Deployment), Dictionary<string, RequestKind>> _kinds = [];
    private readonly SortedDictionary<long, ((string UseCase, string Deployment) Use, string Name)> _oldestFirst = [];
    private readonly int _mostOfOne;
    private readonly int _most;
    private readonly long _mostBytes;
    private long _bytes;

    public RequestKinds()
        : this(mostOfOne: 32, most: 8_192, mostBytes: 32 * 1024 * 1024)
    {
    }

    /// <param name="mostOfOne">Most kinds that are kept of one use case at one deployment.</param>
    /// <param name="most">Most kinds that are kept in all.</param>
    /// <param name="mostBytes">Most bytes that the facts of all take.</param>
    internal RequestKinds(int mostOfOne, int most, long mostBytes)
    {
        (_mostOfOne, _most, _mostBytes) = (mostOfOne, most, mostBytes);
    }

    /// <summary>How many kinds are kept.</summary>
    internal int Count => _oldestFirst.Count;

    /// <summary>How many bytes their facts take.</summary>
    internal long Bytes => _bytes;

    /// <summary>How many pairs of a use case and a deployment have any.</summary>
    internal int Pairs => _kinds.Count;

    /// <summary>Others with the same bounds, and nothing in them.</summary>
    internal RequestKinds Anew() => new(_mostOfOne, _most, _mostBytes);

    /// <summary>Keeps what an entry says of a request that was let out, where it is among the newest.</summary>
    internal void Add(long index, DateTimeOffset time, string useCase, string deployment, byte[] entry)
    {
        if (KindOf(entry) is var (name, model, facts))
        {
            Add((useCase, deployment), name, new RequestKind(index, time, useCase, model, facts));
        }
    }

    internal IReadOnlyCollection<RequestKind> Of(string useCase, string deployment) =>
        _kinds.TryGetValue((useCase, deployment), out var kinds) ? kinds.Values : [];

    /// <summary>The newest request of any use case that went to a deployment; null where none did.</summary>
    internal RequestKind? Newest(string deployment) =>
        _kinds.Where(each => each.Key.Deployment == deployment).SelectMany(static each => each.Value.Values).MaxBy(static kind => kind.Index);

    /// <summary>What a decision that let a request out has in common with others, the model that it asked for, and its facts; null for any other entry.</summary>
    private static (string Name, string Model, byte[] Facts)? KindOf(byte[] entry)
    {
        using var json = JsonDocument.Parse(entry);
        var root = json.RootElement;
        if (!root.GetProperty("type").ValueEquals("decision"u8) || !root.TryGetProperty("verdict", out var verdict) || !verdict.ValueEquals("permit"u8)
            || !root.TryGetProperty("facts", out var facts) || facts.ValueKind != JsonValueKind.Object || !Groups.All(group => facts.TryGetProperty(group, out _)))
        {
            return null;
        }

        var all = string.Join('\n', Groups.Select(group => facts.GetProperty(group).GetRawText()));
        var model = root.TryGetProperty("model", out var asked) && asked.ValueKind == JsonValueKind.String ? asked.GetString()! : "";
        return (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))), model, Encoding.UTF8.GetBytes(facts.GetRawText()));
    }

    private void Add((string UseCase, string Deployment) use, string name, RequestKind kind)
    {
        var kinds = _kinds.GetValueOrDefault(use);
        if (kinds?.GetValueOrDefault(name) is { } known)
        {
            if (known.Index > kind.Index)
            {
                return;
            }

            Drop(use, name, known);
        }
        else if (kinds?.Count >= _mostOfOne)
        {
            var (oldest, least) = kinds.MinBy(static each => each.Value.Index);
            if (least.Index > kind.Index)
            {
                return;
            }

            Drop(use, oldest, least);
        }

        while (_oldestFirst.Count >= _most || _bytes + kind.Facts.Length > _mostBytes)
        {
            if (_oldestFirst.Count == 0)
            {
                return; // too large by itself
            }

            var (index, (pair, oldest)) = _oldestFirst.First();
            if (index > kind.Index)
            {
                return;
            }

            Drop(pair, oldest, _kinds[pair][oldest]);
        }

        if (!_kinds.TryGetValue(use, out kinds))
        {
            _kinds[use] = kinds = new Dictionary<string, RequestKind>(StringComparer.Ordinal);
        }

        kinds[name] = kind;
        _oldestFirst[kind.Index] = (use, name);
        _bytes += kind.Facts.Length;
    }

    /// <summary>Leaves out what is older.</summary>
    internal void Forget(DateTimeOffset before)
    {
        foreach (var (use, name) in _oldestFirst.Values.Where(each => _kinds[each.Use][each.Name].Time < before).ToList())
        {
            Drop(use, name, _kinds[use][name]);
        }
    }

    private void Drop((string UseCase, string Deployment) use, string name, RequestKind kind)
    {
        var kinds = _kinds[use];
        kinds.Remove(name);
        if (kinds.Count == 0)
        {
            _kinds.Remove(use);
        }

        _oldestFirst.Remove(kind.Index);
        _bytes -= kind.Facts.Length;
    }
}
