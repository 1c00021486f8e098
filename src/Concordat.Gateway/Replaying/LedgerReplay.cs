using System.Text.Json;
using Concordat.Agreements;
using Concordat.Cedar;
using Concordat.Gateway.Recording;

namespace Concordat.Gateway.Replaying;

/// <summary>
/// Decides recorded facts again, entry by entry: under the agreement that decided them, where every verdict must come out the same, or
/// under another one, to see what would have changed. For one thread.
/// </summary>
/// <remarks>
/// Under another agreement it says what the gateway would have decided on the same facts. What would have followed from that is not known: a
/// request that is now held would have had no answer. Of an answer the ledger keeps the facts of its most severe verdict, not of each one before.
/// </remarks>
/// <param name="recorded">The agreements at hand, by hash.</param>
/// <param name="other">The agreement to decide under instead; null for the recorded ones.</param>
/// <param name="entryAt">Reads an entry that was not added, for the decision of an outcome; empty where it was pruned.</param>
/// <param name="ceilings">Measures labels against the ceilings of the other agreement.</param>
/// <param name="each">Gets every entry that comes out otherwise, as it is found; null for nobody.</param>
public sealed class LedgerReplay(
    IReadOnlyDictionary<string, Agreement> recorded, Agreement? other, Func<long, ReadOnlyMemory<byte>> entryAt, Action<ReplayedEntry>? each = null,
    RecordedCeilings? ceilings = null)
{
    private const int MostKept = 50;
    private const int MostOpen = 100_000;

    private readonly Dictionary<long, (CedarRecord Facts, bool IsCertified)> _open = [];
    private readonly List<ReplayedEntry> _first = [];
    private readonly SortedDictionary<string, long> _moves = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClauseCount> _clauses = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _unknown = new(StringComparer.Ordinal);
    private long _decided;
    private long _same;
    private long _released;
    private long _pruned;

    /// <summary>Decides an entry again; one without a verdict is passed over.</summary>
    /// <exception cref="FormatException">The entry is not of the form that a gateway writes.</exception>
    public void Add(long index, ReadOnlyMemory<byte> entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry);
            Add(index, json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new FormatException($"entry {index} cannot be decided again: {e.Message} (run `concordat ledger verify`)", e);
        }
    }

    public ReplaySummary Finish() => new()
    {
        Decided = _decided,
        Same = _same,
        Changed = _decided - _same - _unknown.Values.Sum(),
        First = _first,
        Moves = _moves,
        Clauses = [.. _clauses.OrderBy(static c => ClauseId.TryParse(c.Key, out var id) ? id : default).Select(static c => c.Value.Of(c.Key))],
        Released = _released,
        Unknown = _unknown,
        Pruned = _pruned,
    };

    private void Add(long index, JsonElement entry)
    {
        switch (entry.GetProperty("type").GetString())
        {
            case "decision" or "preflight" or "shadow":
                var decision = RecordedVerdict.Read(entry, decided: null);
                Replay(index, decision);
                if (_open.Count < MostOpen && string.Equals(decision.Verdict, "permit", StringComparison.Ordinal) && string.Equals(decision.Type, "decision", StringComparison.Ordinal))
                {
                    _open[index] = (decision.Request.Context, decision.IsCertified);
                }

                break;
            case "outcome":
                var answered = entry.GetProperty("decision").GetInt64();
                if ((_open.Remove(answered, out var known) ? known : FactsAt(answered)) is var (decided, isCertified))
                {
                    Replay(index, RecordedVerdict.Read(entry, decided, isCertified));
                }
                else
                {
                    _pruned++;
                }

                break;
            case "rejection" when entry.TryGetProperty("decision", out var rejected):
                _open.Remove(rejected.GetInt64());
                break;
            default:
                break;
        }
    }

    /// <summary>The facts of a decision that was not added; null where it was pruned.</summary>
    private (CedarRecord Facts, bool IsCertified)? FactsAt(long index)
    {
        if (entryAt(index) is not { IsEmpty: false } entry)
        {
            return null;
        }

        using var json = JsonDocument.Parse(entry);
        return (RecordedVerdict.Facts(json.RootElement.GetProperty("facts"), decided: null), RecordedVerdict.CitesCertificate(json.RootElement));
    }

    private void Replay(long index, RecordedVerdict entry)
    {
        _decided++;
        var agreement = other ?? recorded.GetValueOrDefault(entry.Agreement);
        if (agreement is null)
        {
            _unknown[entry.Agreement] = _unknown.GetValueOrDefault(entry.Agreement) + 1;
            return;
        }

        var request = other is null || ceilings is null
            ? entry.Request
            : entry.Request with { Context = ceilings.Under(entry.Request.Context, recorded.GetValueOrDefault(entry.Agreement)?.Terms, other.Terms) };
        var verdict = entry.Continue(agreement, agreement.Decide(request), request, isRecorded: other is null);
        var name = Recorder.VerdictName(verdict.Kind);
        IReadOnlyList<string> clauses = verdict.Clauses.IsEmpty ? [] : [.. verdict.Clauses.Select(static clause => clause.Clause.Id.ToString())];
        _released += entry.IsReleased ? 1 : 0;
        if (entry.Agrees(verdict, name, clauses))
        {
            _same++;
            return;
        }

        Note(index, entry, name, clauses);
    }

    private void Note(long index, RecordedVerdict entry, string name, IReadOnlyList<string> clauses)
    {
        var before = entry.IsReleased ? "hold" : entry.Verdict;
        var changed = new ReplayedEntry(index, entry.Type, entry.UseCase, before, entry.Clauses, name, clauses);
        each?.Invoke(changed);
        if (_first.Count < MostKept)
        {
            _first.Add(changed);
        }

        if (!string.Equals(before, name, StringComparison.Ordinal))
        {
            var move = $"{before} to {name}";
            _moves[move] = _moves.GetValueOrDefault(move) + 1;
        }

        if (entry.IsReleased)
        {
            return; // which clauses held it is in the case, not in the entry
        }

        foreach (var clause in clauses.Except(entry.Clauses, StringComparer.Ordinal))
        {
            CountOf(clause).Add(index);
        }

        foreach (var clause in entry.Clauses.Except(clauses, StringComparer.Ordinal))
        {
            CountOf(clause).Drop(index);
        }
    }

    private ClauseCount CountOf(string clause)
    {
        if (!_clauses.TryGetValue(clause, out var count))
        {
            _clauses[clause] = count = new ClauseCount();
        }

        return count;
    }
}
