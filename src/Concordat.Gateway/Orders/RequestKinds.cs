using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Ledger;

namespace Concordat.Gateway.Orders;

/// <summary>
/// The kinds of requests that use cases lately sent to deployments, from the ledger, and goes on where it ended. Requests are of one kind where label, sources,
/// tool, operation and deployment are the same in their facts. Not thread-safe.
/// </summary>
public sealed class RequestKinds
{
    /// <summary>Most kinds that are kept of one use case at one deployment, the newest.</summary>
    private const int MostKinds = 32;

    /// <summary>Most kinds that are kept in all.</summary>
    private const int MostKept = 8_192;

    private static readonly string[] Groups = ["deployment", "label", "operation", "sources", "tool"];

    private readonly Dictionary<(string UseCase, string Deployment), Dictionary<string, RequestKind>> _kinds = [];
    private int _kept;
    private long _read;

    /// <summary>Reads what was let out since a moment.</summary>
    public static RequestKinds Read(LedgerReader ledger, DateTimeOffset since, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var kinds = new RequestKinds();
        kinds.CatchUp(ledger, since, long.MaxValue, cancellationToken);
        return kinds;
    }

    /// <summary>Reads what the log has got since the last time, the newest entries first.</summary>
    /// <param name="since">What is older is left out, and forgotten.</param>
    /// <param name="most">Most entries that are read.</param>
    public void CatchUp(LedgerReader ledger, DateTimeOffset since, long most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        Forget(since);
        var from = Math.Max(Math.Max(_read, ledger.First.Value), ledger.Size - Math.Min(most, ledger.Size));
        foreach (var (index, entry) in ledger.NewestFirst(new EntryIndex(from), cancellationToken))
        {
            if (TrafficReader.Read(entry, out var useCase, out var deployment) is not { } time)
            {
                continue;
            }

            if (time < since - TrafficReader.LongestWait)
            {
                break;
            }

            if (useCase is not null && deployment is not null && time >= since && KindOf(entry) is { } kind)
            {
                Add((useCase, deployment), kind, new RequestKind(index.Value, time, entry));
            }
        }

        _read = ledger.Size;
    }

    internal IReadOnlyCollection<RequestKind> Of(string useCase, string deployment) =>
        _kinds.TryGetValue((useCase, deployment), out var kinds) ? kinds.Values : [];

    /// <summary>The newest request of any use case that went to a deployment; null where none did.</summary>
    internal RequestKind? Newest(string deployment) =>
        _kinds.Where(each => each.Key.Deployment == deployment).SelectMany(static each => each.Value.Values).MaxBy(static kind => kind.Index);

    /// <summary>What a decision that let a request out has in common with others; null for any other entry.</summary>
    private static string? KindOf(byte[] entry)
    {
        using var json = JsonDocument.Parse(entry);
        var root = json.RootElement;
        if (!root.GetProperty("type").ValueEquals("decision"u8) || !root.TryGetProperty("verdict", out var verdict) || !verdict.ValueEquals("permit"u8)
            || !root.TryGetProperty("facts", out var facts) || facts.ValueKind != JsonValueKind.Object || !Groups.All(group => facts.TryGetProperty(group, out _)))
        {
            return null;
        }

        var all = string.Join('\n', Groups.Select(group => facts.GetProperty(group).GetRawText()));
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(all)));
    }

    private void Add((string UseCase, string Deployment) use, string name, RequestKind kind)
    {
        if (!_kinds.TryGetValue(use, out var kinds))
        {
            _kinds[use] = kinds = new Dictionary<string, RequestKind>(StringComparer.Ordinal);
        }

        if (kinds.TryGetValue(name, out var known))
        {
            kinds[name] = known.Index > kind.Index ? known : kind;
            return;
        }

        if (kinds.Count == MostKinds || _kept == MostKept)
        {
            if (kinds.MinBy(static each => each.Value.Index) is not { Key: { } oldest, Value: { } least } || least.Index > kind.Index)
            {
                return;
            }

            kinds.Remove(oldest);
            _kept--;
        }

        kinds[name] = kind;
        _kept++;
    }

    private void Forget(DateTimeOffset before)
    {
        foreach (var kinds in _kinds.Values)
        {
            foreach (var (name, _) in kinds.Where(each => each.Value.Time < before).ToList())
            {
                kinds.Remove(name);
                _kept--;
            }
        }
    }
}
