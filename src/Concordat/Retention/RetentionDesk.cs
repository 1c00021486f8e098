using Concordat.Commands;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Unmasking;
using Concordat.Ledger;
using Concordat.Ledger.Contents;
using Concordat.Ledger.Retention;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Signers;

namespace Concordat.Retention;

/// <summary>Does acts of retention, asked for by a person or by the configuration: each is in the ledger before it is done. Safe to share.</summary>
internal sealed class RetentionDesk : IDisposable
{
    private readonly LedgerRetention _retention;
    private readonly LedgerWriter _ledger;
    private readonly ICaseStore _cases;
    private readonly IRevokedSignerStore _revokedSigners;
    private readonly SaltStore _salts;
    private readonly ContentActs? _contents;
    private readonly RetentionConfig? _policy;
    private readonly Func<CancellationToken, Task<IReadOnlyList<RetentionLimit>>>? _kept;
    private readonly TimeProvider _time;
    private volatile OrdersSeen _orders = new(null, 0);

    /// <param name="contents">The store of bodies; null where none are kept.</param>
    /// <param name="writer">What writes them while the gateway serves.</param>
    /// <param name="kept">What else needs entries, such as the certificates of orders; null for nothing.</param>
    public RetentionDesk(
        LedgerWriter ledger, OversightStores stores, SaltStore salts, ContentStore? contents, ContentWriter? writer, RetentionConfig? policy, TimeProvider time,
        Func<CancellationToken, Task<IReadOnlyList<RetentionLimit>>>? kept = null)
    {
        _kept = kept;
        (_ledger, _cases, _revokedSigners, _salts, _policy, _time) = (ledger, stores.Cases, stores.RevokedSigners, salts, policy, time);
        _retention = new LedgerRetention(ledger, time);
        _contents = contents is null ? null : new ContentActs(_retention, ledger, contents, writer, salts);
    }

    /// <summary>The ledger's own side of it.</summary>
    public LedgerRetention Ledger => _retention;

    /// <summary>Does what a person asks for; what cannot be done comes back as an answer.</summary>
    public async Task<RetentionAnswer> RunAsync(RetentionAct act, CancellationToken cancellationToken)
    {
        try
        {
            return await DoAsync(act, cancellationToken);
        }
        catch (LedgerCorruptException e)
        {
            return new RetentionAnswer(ExitCode.CheckFailed, e.Message);
        }
        catch (Exception e) when (e is RetentionException or FormatException or IOException or UnauthorizedAccessException or OversightUnavailableException)
        {
            return new RetentionAnswer(ExitCode.BadInput, e.Message);
        }
    }

    /// <summary>Removes what the configuration says is old enough; holds and open cases keep theirs.</summary>
    /// <returns>What was done, in words.</returns>
    public async Task<IReadOnlyList<string>> ApplyPolicyAsync(CancellationToken cancellationToken)
    {
        var done = new List<string>();
        var longest = _time.GetUtcNow() - IdentityLife.Longest;
        if (_contents is not null
            && await _contents.ShredOldAsync(longest, new RetentionCause("identities are kept for 30 days at most", "gateway"), cancellationToken, onlyIdentities: true) is { Count: > 0 } forgotten)
        {
            done.Add(forgotten.Text);
        }

        if (_policy is null)
        {
            return done;
        }

        var (now, cause) = (_time.GetUtcNow(), new RetentionCause("retention as configured", "gateway", _policy.Rule));
        if (_policy.Content is { } content && _contents is not null && await _contents.ShredOldAsync(now - content, cause, cancellationToken) is { Count: > 0 } shredded)
        {
            done.Add(shredded.Text);
        }

        if (_policy.Salts is { } salts && await DeleteSaltsAsync(now - salts, cause, cancellationToken) is { Count: > 0 } deleted)
        {
            done.Add(deleted.Text);
        }

        if (_policy.Ledger is { } entries && _ledger.DurableSize > 0)
        {
            var request = new PruneRequest { Cause = cause, Before = now - entries, Limits = await LimitsAsync(cancellationToken), AsFarAsPossible = true };
            if (await PruneAsync(request, cancellationToken) is { Entry: not null } pruned)
            {
                done.Add(pruned.Text);
            }
        }

        return done;
    }

    public void Dispose() => _retention.Dispose();

    private async Task<RetentionAnswer> DoAsync(RetentionAct act, CancellationToken cancellationToken)
    {
        var cause = new RetentionCause(act.Because, act.By, act.Rule);
        switch (act.Name)
        {
            case RetentionAct.Prune:
                var request = new PruneRequest { Cause = cause, Before = act.Before, Keep = act.Keep, Limits = await LimitsAsync(cancellationToken) };
                return await PruneAsync(request, cancellationToken);
            case RetentionAct.Hold:
                var (hold, entry) = await _retention.HoldAsync(
                    act.Id ?? "", new EntryIndex(act.First ?? 0), act.Last is { } last ? new EntryIndex(last) : null, cause, cancellationToken);
                return new RetentionAnswer(ExitCode.Done, $"held: {Words(hold)}; entry {entry} says so") { Entry = entry.Value };
            case RetentionAct.Release:
                return await _retention.ReleaseAsync(act.Id ?? "", cause, cancellationToken) is { } released
                    ? new RetentionAnswer(ExitCode.Done, $"released: `{act.Id}`; entry {released} says so") { Entry = released.Value }
                    : new RetentionAnswer(ExitCode.BadInput, $"there is no hold `{act.Id}` (`concordat ledger hold list` shows them)");
            case RetentionAct.Holds:
                var holds = await _retention.HoldsAsync(cancellationToken);
                return new RetentionAnswer(ExitCode.Done, holds.Count == 0 ? "nothing is held" : string.Join('\n', holds.Select(Words))) { Holds = [.. holds.Select(HoldReport.Of)] };
            case RetentionAct.DeleteSalts:
                return await DeleteSaltsAsync(act.Before ?? throw new RetentionException("say before which day"), cause, cancellationToken);
            case RetentionAct.RevokeSigner:
                return await RevokeSignerAsync(act, cause, cancellationToken);
            default:
                return await (_contents ?? throw new RetentionException("no bodies are kept: the configuration has no section `content`")).RunAsync(act, cause, cancellationToken);
        }
    }

    private async Task<RetentionAnswer> RevokeSignerAsync(RetentionAct act, RetentionCause cause, CancellationToken cancellationToken)
    {
        var (signer, agreements) = (act.Signer ?? "", act.Agreements);
        if (!IsHash(signer) || !agreements.All(IsHash) || agreements.Count > 16)
        {
            throw new RetentionException("name the key by the SHA-256 of its SubjectPublicKeyInfo, and agreements by theirs");
        }

        var entry = await _retention.RecordAsync("signer-revocation", cause, json =>
        {
            json.WriteStartArray("agreements"u8);
            foreach (var agreement in agreements)
            {
                json.WriteStringValue(agreement);
            }

            json.WriteEndArray();
            json.WriteString("signer"u8, signer);
        }, cancellationToken);
        await _revokedSigners.AddAsync(new RevokedSigner(signer, _time.GetUtcNow(), entry.Value, agreements), cancellationToken);
        var kept = agreements.Count == 0 ? "" : $"; agreement {string.Join(", ", agreements.Select(static hash => hash[..12]))}, which it signed before, stays valid";
        return new RetentionAnswer(ExitCode.Done, $"revoked: key {signer[..12]}, as entry {entry} says; nothing that it signs counts any more{kept}") { Entry = entry.Value };

        static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
    }

    private static string Words(LegalHold hold) =>
        $"`{hold.Id}`, entries {hold.First} to {(hold.Last is { } last ? last.ToString() : "the end")}, from {Times.Short(hold.From)}{(hold.To is { } to ? " to " + Times.Short(to) : "")}";

    private async Task<RetentionAnswer> PruneAsync(PruneRequest request, CancellationToken cancellationToken)
    {
        var result = await _retention.PruneAsync(request, cancellationToken);
        if (result.IsRefused)
        {
            return new RetentionAnswer(
                ExitCode.CheckFailed, $"not pruned: {result.StoppedBy!.Reason} needs entries that would go; the log can be pruned up to entry {result.Allowed}")
            {
                Minimum = result.Minimum.Value,
            };
        }

        var stopped = result.StoppedBy is { } stopper ? $"; {stopper.Reason} needs the rest" : "";
        var said = result.Statement is { } statement ? $", as entry {statement} says" : "";
        return new RetentionAnswer(
            ExitCode.Done,
            result.Files == 0 && result.Statement is null
                ? $"nothing to prune: the log keeps the entries from {result.Minimum} on{stopped}"
                : $"pruned: the log keeps the entries from {result.Minimum} on{said}; {result.Files} files with {result.Bytes} bytes are gone{stopped}")
        {
            Entry = result.Statement?.Value,
            Minimum = result.Minimum.Value,
            Count = result.Files,
        };
    }

    /// <summary>What nothing else tells must stay: the exchanges of cases that are not over, which orders were taken, and what their certificates count.</summary>
    private async Task<IReadOnlyList<RetentionLimit>> LimitsAsync(CancellationToken cancellationToken)
    {
        await _ledger.IntegrateAsync();
        var reader = LedgerReader.Open(_ledger.Location, _ledger.VerifierKey);
        var before = _orders;
        var seen = new OrdersSeen(OrderEntries.Newest(reader, new EntryIndex(before.Size), cancellationToken) ?? before.Entry, reader.Size);
        _orders = seen;
        IReadOnlyList<RetentionLimit> cases = [.. await CaseLimitsAsync(cancellationToken), .. _kept is null ? [] : await _kept(cancellationToken)];
        return seen.Entry is { } entry ? [.. cases, new RetentionLimit("the newest entry that says which orders were taken", entry, null)] : cases;
    }

    /// <summary>A case that people may still decide or use needs its exchange, which can have begun a day before it.</summary>
    private async Task<IReadOnlyList<RetentionLimit>> CaseLimitsAsync(CancellationToken cancellationToken)
    {
        Case? oldest = null;
        foreach (var state in (CaseState[])[CaseState.Open, CaseState.Granted])
        {
            CaseId? next = null;
            do
            {
                var page = await _cases.ListAsync(new CaseFilter(state), next, CaseRules.LargestPage, cancellationToken);
                foreach (var each in page.Cases)
                {
                    oldest = oldest is null || each.Created < oldest.Created ? each : oldest;
                }

                next = page.Next;
            }
            while (next is not null);
        }

        return oldest is null ? [] : [new RetentionLimit($"case `{oldest.Id}`, which is still {(oldest.State == CaseState.Open ? "open" : "granted")},", null, oldest.Created - TimeSpan.FromDays(1))];
    }

    private async Task<RetentionAnswer> DeleteSaltsAsync(DateTimeOffset before, RetentionCause cause, CancellationToken cancellationToken)
    {
        // Exchanges of the day before may still be under way.
        var latest = DateOnly.FromDateTime((_time.GetUtcNow() - TimeSpan.FromDays(1)).UtcDateTime);
        var day = DateOnly.FromDateTime(before.UtcDateTime);
        day = day < latest ? day : latest;
        var holds = await _retention.HoldsAsync(cancellationToken);
        var old = _salts.Days().Where(each => each < day).ToList();
        var going = old.Where(each => !holds.Any(hold => hold.Covers(Start(each), Start(each.AddDays(1))))).ToList();
        if (going.Count == 0)
        {
            return new RetentionAnswer(ExitCode.Done, $"no salts to delete before {day:yyyy-MM-dd}{Kept(old.Count)}") { Count = 0 };
        }

        var entry = await _retention.RecordAsync("salts", cause, json =>
        {
            json.WriteString("before"u8, Start(day).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteNumber("count"u8, going.Count);
        }, cancellationToken);
        going.ForEach(_salts.Delete);
        return new RetentionAnswer(
            ExitCode.Done, $"deleted: the salts of {going.Count} days before {day:yyyy-MM-dd}, as entry {entry} says{Kept(old.Count - going.Count)}")
        { Entry = entry.Value, Count = going.Count };

        static DateTimeOffset Start(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

        static string Kept(int held) => held > 0 ? $"; {held} days are held" : "";
    }

    /// <summary>The newest entry about orders, among so many: a log is looked through once.</summary>
    private sealed record OrdersSeen(EntryIndex? Entry, long Size);
}
