using System.Globalization;
using System.Text.Json;
using Concordat.Commands;
using Concordat.Gateway.Recording;
using Concordat.Ledger;
using Concordat.Ledger.Contents;
using Concordat.Ledger.Retention;

namespace Concordat.Retention;

/// <summary>Opens, destroys and rewraps kept bodies; each act is in the ledger before it is done.</summary>
internal sealed class ContentActs(LedgerRetention retention, LedgerWriter ledger, ContentStore contents, ContentWriter? writer, SaltStore salts)
{
    private const string Type = "content";
    private const int Chunk = 4096;
    private const int MostNamed = 1000;

    public Task<RetentionAnswer> RunAsync(RetentionAct act, RetentionCause cause, CancellationToken cancellationToken) => act.Name switch
    {
        RetentionAct.Show => ShowAsync(act.Entry ?? throw new RetentionException("say which entry"), cause, cancellationToken),
        RetentionAct.Shred when act.Entry is { } entry => ShredAsync([entry], cause, cancellationToken),
        RetentionAct.Shred when act.Case is { } held => ShredCaseAsync(held, cause, cancellationToken),
        RetentionAct.Shred when act.Before is { } before => ShredOldAsync(before, cause, cancellationToken),
        RetentionAct.Shred => throw new RetentionException("say which content: that of an entry, of a case, or before which time"),
        RetentionAct.Rewrap => RewrapAsync(act.OldKey ?? throw new RetentionException("the old key is needed"), cause, cancellationToken),
        _ => throw new RetentionException($"`{act.Name}` is not an act of retention"),
    };

    /// <summary>Destroys what is older; what is held stays.</summary>
    /// <param name="onlyIdentities">Only what stands behind the placeholders of masked answers.</param>
    public async Task<RetentionAnswer> ShredOldAsync(DateTimeOffset before, RetentionCause cause, CancellationToken cancellationToken, bool onlyIdentities = false)
    {
        await FlushAsync(cancellationToken);
        var holds = await retention.HoldsAsync(cancellationToken);
        var old = contents.Find(id => id.Time < before && (!onlyIdentities || id.Kind == (byte)CommitmentKind.Identities), before);
        var going = old.Where(id => !IsHeld(id)).Select(static id => (id.Entry, id.Kind)).ToHashSet();
        var kept = old.Count > going.Count ? $"; {old.Count - going.Count} are held" : "";
        if (going.Count == 0)
        {
            return new RetentionAnswer(ExitCode.Done, $"no content to shred{kept}") { Count = 0 };
        }

        var entry = await RecordAsync("shredded", going.Count, cause, json => json.WriteString("before"u8, Text(before)), cancellationToken);
        var count = contents.Shred(id => going.Contains((id.Entry, id.Kind)), before);
        return new RetentionAnswer(ExitCode.Done, $"shredded: {(count == 1 ? "1 content" : $"{count} contents")} from before {Times.Short(before)}, as entry {entry} says{kept}") { Entry = entry.Value, Count = count };

        bool IsHeld(ContentId id) => holds.Any(hold => hold.Covers(id.Entry));
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private ValueTask<EntryIndex> RecordAsync(string act, long count, RetentionCause cause, Action<Utf8JsonWriter>? more, CancellationToken cancellationToken) =>
        retention.RecordAsync(
            Type,
            cause,
            json =>
            {
                json.WriteString("act"u8, act);
                json.WriteNumber("count"u8, count);
                more?.Invoke(json);
            },
            cancellationToken);

    private async Task<RetentionAnswer> ShowAsync(long index, RetentionCause cause, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);

        // What the content must be is what the ledger says, never what the store says.
        var id = IdOf(index, (await ReaderAsync(index)).Entry(new EntryIndex(index)));
        cause.Validate();
        if (contents.Look(id) is not ContentOutcome.Opened and var missing)
        {
            return Unopened(missing, index);
        }

        var recorded = await RecordAsync("opened", 1, cause, json => json.WriteNumber("entry"u8, index), cancellationToken);
        var (outcome, content) = contents.Open(id);
        if (outcome != ContentOutcome.Opened)
        {
            return Unopened(outcome, index) with { Entry = recorded.Value };
        }

        return Checked(id, content!) switch
        {
            false => new RetentionAnswer(ExitCode.CheckFailed, $"what is stored for entry {index} is not what the entry commits to: it was exchanged") { Entry = recorded.Value },
            true => new RetentionAnswer(ExitCode.Done, $"the {Words(id)} of entry {index}, as the ledger commits to it; entry {recorded} says that it was opened") { Entry = recorded.Value, Content = content },
            null => new RetentionAnswer(
                ExitCode.Done,
                $"the {Words(id)} of entry {index}; the salt of its day was deleted, so only the store vouches for it; entry {recorded} says that it was opened")
            { Entry = recorded.Value, Content = content },
        };
    }

    private static RetentionAnswer Unopened(ContentOutcome outcome, long index) => outcome switch
    {
        ContentOutcome.NotStored => new RetentionAnswer(ExitCode.BadInput, $"no content of entry {index} is stored"),
        ContentOutcome.Shredded => new RetentionAnswer(ExitCode.BadInput, $"the content of entry {index} was shredded; nobody can open it any more"),
        ContentOutcome.OtherKey => new RetentionAnswer(
            ExitCode.BadInput, $"the content of entry {index} is wrapped with another key than the one configured (`concordat content rewrap`)"),
        _ => new RetentionAnswer(ExitCode.CheckFailed, $"what is stored for entry {index} is not what was stored then: it was exchanged or damaged"),
    };

    /// <summary>Whether the entry commits to the content; null when its salt is gone.</summary>
    private bool? Checked(ContentId id, byte[] content)
    {
        Span<byte> salt = stackalloc byte[Commitments.Size];
        if (!Commitments.TrySalt(salts, id.Exchange, salt))
        {
            return null;
        }

        Span<byte> commitment = stackalloc byte[Commitments.Size];
        Commitments.Commit(salt, (CommitmentKind)id.Kind, content, commitment);
        return Convert.ToHexStringLower(commitment).Equals(id.Commitment, StringComparison.Ordinal);
    }

    private static string Words(ContentId id) => id.Kind == (byte)CommitmentKind.Request ? "request" : "answer";

    /// <exception cref="RetentionException">The entry is about no request or answer.</exception>
    private static ContentId IdOf(long index, byte[] entry)
    {
        using var json = JsonDocument.Parse(entry);
        var root = json.RootElement;
        var (kind, member) = root.GetProperty("type").ValueEquals("outcome") ? (CommitmentKind.Answer, "answer") : (CommitmentKind.Request, "request");
        return root.TryGetProperty("id", out var id) && root.TryGetProperty(member, out var commitment)
            ? new ContentId(
                new EntryIndex(index), Guid.ParseExact(id.GetString()!, "N"), (byte)kind, commitment.GetString()!,
                DateTimeOffset.Parse(root.GetProperty("time").GetString()!, CultureInfo.InvariantCulture))
            : throw new RetentionException($"entry {index} is about no request and no answer");
    }

    private async Task<RetentionAnswer> ShredAsync(IReadOnlyList<long> entries, RetentionCause cause, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        var chosen = entries.ToHashSet();
        var holds = await retention.HoldsAsync(cancellationToken);
        if (holds.FirstOrDefault(hold => entries.Any(entry => hold.Covers(new EntryIndex(entry)))) is { } held)
        {
            return new RetentionAnswer(ExitCode.CheckFailed, $"not shredded: legal hold `{held.Id}` keeps it");
        }

        var there = contents.Find(id => chosen.Contains(id.Entry.Value)).Select(static id => id.Entry.Value).Distinct().Order().ToList();
        if (there.Count == 0)
        {
            return new RetentionAnswer(ExitCode.Done, "no content to shred") { Count = 0 };
        }

        EntryIndex last = default;
        foreach (var named in there.Chunk(MostNamed))
        {
            last = await RecordAsync("shredded", named.Length, cause, json =>
            {
                json.WriteStartArray("entries"u8);
                foreach (var entry in named)
                {
                    json.WriteNumberValue(entry);
                }

                json.WriteEndArray();
            }, cancellationToken);
        }

        var count = contents.Shred(id => chosen.Contains(id.Entry.Value));
        return new RetentionAnswer(ExitCode.Done, $"shredded: the content of {(there.Count == 1 ? $"entry {there[0]}" : $"{there.Count} entries")}, as entry {last} says") { Entry = last.Value, Count = count };
    }

    private async Task<RetentionAnswer> ShredCaseAsync(string held, RetentionCause cause, CancellationToken cancellationToken)
    {
        // The exchanges that opened or used the case, with all their entries.
        var reader = await ReaderAsync();
        var exchanges = new HashSet<string>(StringComparer.Ordinal);
        ForEach(reader, (_, entry) =>
        {
            if (entry.TryGetProperty("id", out var id) && IsOf(entry, held))
            {
                exchanges.Add(id.GetString()!);
            }
        }, cancellationToken);
        var entries = new List<long>();
        ForEach(reader, (index, entry) =>
        {
            if (entry.TryGetProperty("id", out var id) && exchanges.Contains(id.GetString()!))
            {
                entries.Add(index);
            }
        }, cancellationToken);
        return await ShredAsync(entries, cause, cancellationToken);
    }

    private static bool IsOf(JsonElement entry, string held) =>
        (entry.TryGetProperty("case", out var named) && named.ValueEquals(held))
        || (entry.TryGetProperty("calls", out var calls) && calls.EnumerateArray().Any(call => call.TryGetProperty("case", out var of) && of.ValueEquals(held)));

    private static void ForEach(LedgerReader reader, Action<long, JsonElement> look, CancellationToken cancellationToken)
    {
        for (var next = reader.First.Value; next < reader.Size;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var bytes in reader.ReadEntries(new EntryIndex(next), Chunk))
            {
                using var json = JsonDocument.Parse(bytes);
                look(next++, json.RootElement);
            }
        }
    }

    private async Task<RetentionAnswer> RewrapAsync(string oldKey, RetentionCause cause, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        var old = ContentKey.Parse(oldKey);
        var entry = await RecordAsync("rewrapped", contents.Find(static _ => true).Count, cause, more: null, cancellationToken);
        var (rewrapped, unknown) = contents.Rewrap(old);
        return new RetentionAnswer(
            unknown == 0 ? ExitCode.Done : ExitCode.CheckFailed,
            $"rewrapped: {rewrapped} data keys, as entry {entry} says{(unknown > 0 ? $"; {unknown} are wrapped with neither key" : "")}")
        { Entry = entry.Value, Count = rewrapped };
    }

    /// <summary>What is on its way to the disk must not come after an act that is about it.</summary>
    private ValueTask FlushAsync(CancellationToken cancellationToken) => writer?.FlushAsync(cancellationToken) ?? ValueTask.CompletedTask;

    /// <param name="index">An entry that must be there.</param>
    private async Task<LedgerReader> ReaderAsync(long index = 0)
    {
        await ledger.IntegrateAsync();
        var reader = LedgerReader.Open(ledger.Location, ledger.VerifierKey);
        return index >= 0 && index < reader.Size ? reader : throw new RetentionException($"there is no entry {index}; the ledger has {reader.Size}");
    }
}
