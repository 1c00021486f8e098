using System.Collections.Immutable;

namespace Concordat.Ledger.Entries;

/// <summary>
/// Checks entries in order against each other: times do not run backwards, an outcome answers a decision of its own exchange, and every
/// decision that let something out has an outcome, a rejection, a new start of the gateway after it, or is young; and no decision of a person
/// counts by a key that was revoked before it. For one thread.
/// </summary>
/// <param name="tolerance">How far a time may lie before one already seen: entries get their time before they get their place.</param>
internal sealed class RecordCheck(TimeSpan tolerance)
{
    private const int MostKept = 20;

    /// <summary>How long an exchange may take. An answer that streams longer is not one.</summary>
    private static readonly TimeSpan LongestExchange = TimeSpan.FromDays(1);

    private readonly long _tolerance = tolerance.Ticks / TimeSpan.TicksPerMicrosecond;
    private readonly Dictionary<UInt128, (long Index, long Time)> _open = [];
    private readonly Dictionary<UInt128, long> _revokedSigners = [];
    private readonly List<EntryFinding> _findings = [];
    private readonly List<long> _interrupted = [];
    private RecordSummary _summary = new();
    private long _first = -1;
    private long _firstTime;
    private long _latest = long.MinValue;
    private long _decisions;
    private long _permits;
    private long _answered;
    private long _rejected;
    private long _interruptedCount;
    private long _entries;
    private long _findingCount;

    public void Add(long index, in EntryNote note, string? formFault)
    {
        _entries++;
        if (_first < 0)
        {
            (_first, _firstTime) = (index, note.Time);
        }

        if (formFault is not null)
        {
            Find("entry_form", index, formFault);
            return;
        }

        CheckTime(index, note.Time);
        switch (note.Kind)
        {
            case EntryKind.Decision:
                Decide(index, note);
                break;
            case EntryKind.Outcome:
                Answer(index, note);
                break;
            case EntryKind.Rejection:
                Reject(index, note);
                break;
            case EntryKind.SignerRevocation:
                _revokedSigners.TryAdd(note.Signer, index);
                break;
            case EntryKind.CaseDecision when !note.Errs && _revokedSigners.TryGetValue(note.Signer, out var revocation):
                Find("entry_signer", index, FormattableString.Invariant($"it counts a decision by a key that entry {revocation} revoked"));
                break;
            case EntryKind.Configuration when note.Starts:
                Interrupt();
                break;
            default:
                break;
        }
    }

    /// <summary>What came of it, once the last entry was added.</summary>
    public RecordSummary Finish()
    {
        var latest = _latest;
        foreach (var (index, time) in _open.Values.OrderBy(static o => o.Index))
        {
            if (latest - time > LongestExchange.Ticks / TimeSpan.TicksPerMicrosecond)
            {
                Find("entry_unanswered", index, "the decision let a request out, and a day later there is neither an outcome nor a rejection");
            }
        }

        _summary = new RecordSummary
        {
            Entries = _entries,
            Decisions = _decisions,
            Permits = _permits,
            Answered = _answered,
            Rejected = _rejected,
            Interrupted = _interruptedCount,
            FirstInterrupted = Indexes(_interrupted),
            Open = _open.Count,
            FirstOpen = Indexes(_open.Values.Select(static o => o.Index).Order().Take(MostKept)),
            From = _entries > 0 && _latest != long.MinValue ? EntryTime.At(_firstTime) : null,
            To = _latest == long.MinValue ? null : EntryTime.At(_latest),
            FindingCount = _findingCount,
            Findings = [.. _findings],
        };
        return _summary;
    }

    private static ImmutableArray<EntryIndex> Indexes(IEnumerable<long> indexes) => [.. indexes.Select(static i => new EntryIndex(i))];

    private void CheckTime(long index, long time)
    {
        if (_latest != long.MinValue && time < _latest - _tolerance)
        {
            var back = TimeSpan.FromMicroseconds(_latest - time);
            Find("entry_time", index, FormattableString.Invariant($"its time lies {back:g} before that of an entry before it"));
        }

        _latest = Math.Max(_latest, time);
    }

    private void Decide(long index, in EntryNote note)
    {
        _decisions++;
        if (note.Permits)
        {
            _permits++;
            _open[note.Exchange] = (index, note.Time); // the next deployment's decision takes the place of the one before
        }
    }

    private void Answer(long index, in EntryNote note)
    {
        if (_open.TryGetValue(note.Exchange, out var open) && open.Index == note.Decision)
        {
            _open.Remove(note.Exchange);
            _answered++;
        }
        else if (note.Decision >= _first)
        {
            Find("entry_pairing", index, $"it answers entry {note.Decision}, which is not an open decision of the same exchange");
        }
    }

    private void Reject(long index, in EntryNote note)
    {
        if (note.Decision >= index)
        {
            Find("entry_pairing", index, $"it belongs to entry {note.Decision}, which does not come before it");
        }

        if (_open.Remove(note.Exchange))
        {
            _rejected++;
        }
    }

    private void Interrupt()
    {
        _interruptedCount += _open.Count;
        _interrupted.AddRange(_open.Values.Select(static o => o.Index).Order().Take(MostKept - Math.Min(MostKept, _interrupted.Count)));
        _open.Clear();
    }

    private void Find(string code, long index, string message)
    {
        _findingCount++;
        if (_findings.Count < MostKept)
        {
            _findings.Add(new EntryFinding(code, new EntryIndex(index), message));
        }
    }
}
