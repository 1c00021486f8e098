using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Ledger.Contents;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Meters;
using Concordat.Safeguards.Masking;

namespace Concordat.Gateway.Unmasking;

/// <summary>
/// Where the key that got a masked answer asks whom its placeholders stand for. To ask is to open a case; once people have granted it,
/// exactly the identities that it names are given, once, to that key. Thread-safe.
/// </summary>
internal sealed class UnmaskDesk(
    OversightStores stores, Commitments commitments, Recorder recorder, ContentKeeper? contents, ReceiptEndpoint receipts, GrantUses uses, TimeProvider time)
{
    /// <summary>The phase of the action that people sign.</summary>
    private const string Phase = "unmask";

    private static readonly TimeSpan CaseLife = TimeSpan.FromDays(7);

    private readonly CaseSeal _seal = commitments.CaseSeal();

    /// <summary>Opens the case; asking for the same again while it is open finds the one there is.</summary>
    public async ValueTask<Unmasked> AskAsync(GatewayModel model, ApiKeyRecord key, long index, UnmaskRequest request, CancellationToken cancellationToken)
    {
        var (entry, persons, error) = await OpenAsync(key, index, request.Placeholders, cancellationToken).ConfigureAwait(false);
        if (entry is null)
        {
            return new Unmasked(error);
        }

        var at = time.GetUtcNow();
        var now = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        var facts = new ActionFacts
        {
            Agreement = model.Agreement.Hash,
            Phase = Phase,
            Operation = Phase,
            UseCase = key.UseCase,
            Key = key.Id,
            Deployment = entry.Deployment,
            Label = MarkingOf(key, index, entry),
            Content = entry.Identities.Commitment,
            Unmask = request.ToJson(index),
        };
        var quorum = Quorum.ForUnmasking(model.Agreement.Terms.Quorums);
        var terms = new ActionTerms(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), now, now + CaseLife, quorum, "{}"u8.ToArray());
        var document = CanonicalAction.Of(facts, CaseType.Mask, entry.Clauses, terms);
        var action = new HeldAction(key.UseCase, model.Agreement.Hash, commitments.ActionHash(facts.ToIdentity()));
        var opened = await stores.Cases.OpenAsync(
            new CaseOpening(
                CaseType.Mask, action, entry.Clauses, Quorum.UnmaskTool, null, terms.Expires, document.Digest, _seal.Seal(document),
                [.. entry.Clauses.Select(static clause => $"clause:{clause}"), $"use-case:{key.UseCase}", "finding:persons"]),
            cancellationToken).ConfigureAwait(false);
        if (opened.Case is not { } held)
        {
            return new Unmasked(Desk.DeskErrors.Of(opened.Error!));
        }

        await RecordAsync("asked", model, key, held, index, persons.Length).ConfigureAwait(false);
        return new Unmasked(Error: null) { Case = held, Needs = quorum.ToString() };
    }

    /// <summary>Gives the identities of a granted case, and uses it up.</summary>
    public async ValueTask<Unmasked> GiveAsync(GatewayModel model, ApiKeyRecord key, CaseId id, CancellationToken cancellationToken)
    {
        // 1 whose case, and about what: somebody else's and none at all look the same
        if (await stores.Cases.GetFileAsync(id, cancellationToken).ConfigureAwait(false) is not { } file
            || _seal.Open(file.Sealed, file.Case.Digest) is not { } signed
            || AskedIn(signed, key) is not var (index, placeholders))
        {
            return new Unmasked(Desk.DeskErrors.NotFound(id));
        }

        // 2 whether people granted it, by their signatures alone
        var now = time.GetUtcNow();
        if (file.Case.State != CaseState.Granted)
        {
            return new Unmasked(GatewayErrors.NotGranted(id, file.Case.State));
        }

        if (!file.Case.Action.AgreementHash.Equals(model.Agreement.Hash, StringComparison.Ordinal))
        {
            return new Unmasked(Desk.DeskErrors.OtherAgreement(file.Case));
        }

        if (now < signed.Terms.NotBefore || now >= signed.Terms.Expires
            || !await GrantProof.HoldsAsync(file, signed, Quorum.ForUnmasking(model.Agreement.Terms.Quorums), model.Book.Without(key.UseCase), stores, now, cancellationToken).ConfigureAwait(false))
        {
            return new Unmasked(GatewayErrors.Unproven(id));
        }

        // 3 whether there is something to give: what is gone uses nothing up
        var (entry, persons, error) = await OpenAsync(key, index, placeholders, cancellationToken).ConfigureAwait(false);
        if (entry is null)
        {
            return new Unmasked(error);
        }

        // 4 use up, count, record, give
        if (await uses.OverAsync(id, signed.Terms.NotBefore, cancellationToken).ConfigureAwait(false) is { } over)
        {
            return new Unmasked(GatewayErrors.NotGranted(id, over is ConsumeOutcome.Revoked ? CaseState.Revoked : over is ConsumeOutcome.Denied ? CaseState.Denied : over is ConsumeOutcome.Withdrawn ? CaseState.Withdrawn : CaseState.Consumed));
        }

        var used = await uses.UseAsync(stores.Cases, [(new GrantUse(id, file.Case.Type, file.Case.Action), signed.Terms.Expires)]).ConfigureAwait(false);
        if (used.Outcome != ConsumeOutcome.Consumed)
        {
            return new Unmasked(GatewayErrors.NotGranted(id, used.Outcome == ConsumeOutcome.AlreadyConsumed ? CaseState.Consumed : file.Case.State));
        }

        await stores.Meters.ReserveAsync(
            new MeterSubject(key.UseCase, key.Id, model.UseCases.GetValueOrDefault(key.UseCase)?.Facts.Purpose ?? ""),
            [.. persons.Select(static each => PersonKey.Of(each.Person.Kind.ToString(), each.Person.Value))], broad: false, static _ => true, now, CancellationToken.None)
            .ConfigureAwait(false);
        await RecordAsync("unmasked", model, key, file.Case, index, persons.Length).ConfigureAwait(false);
        uses.Recorded(id, used.At);
        return new Unmasked(Error: null) { Case = file.Case, Persons = persons };
    }

    /// <summary>What a case asks to unmask, where that key asked for it.</summary>
    private static (long Entry, ImmutableArray<string> Placeholders)? AskedIn(CanonicalAction signed, ApiKeyRecord key)
    {
        using var json = JsonDocument.Parse(signed.Document);
        var root = json.RootElement;
        return root.GetProperty("phase").ValueEquals(Phase) && root.TryGetProperty("unmask", out var unmask)
            && root.GetProperty("requester").GetProperty("key").ValueEquals(key.Id) && root.GetProperty("requester").GetProperty("useCase").ValueEquals(key.UseCase)
            ? (long.Parse(unmask.GetProperty("entry").GetString()!, CultureInfo.InvariantCulture), [.. unmask.GetProperty("placeholders").EnumerateArray().Select(static each => each.GetString()!)])
            : null;
    }

    /// <summary>How the answer or its request is marked, whichever is higher; empty where the ledger does not tell, which is above every clearance.</summary>
    private byte[] MarkingOf(ApiKeyRecord key, long index, MaskedEntry entry) =>
        receipts.EntryOf(key, index) is { Entry: { } answer } && receipts.EntryOf(key, entry.Decision) is { Entry: { } decision }
            ? RecordedMarking.Higher(RecordedMarking.Of(decision), RecordedMarking.Of(answer))
            : RecordedMarking.Unknown;

    /// <summary>Opens the identities behind placeholders, and looks up those asked for.</summary>
    private async ValueTask<(MaskedEntry? Entry, ImmutableArray<MaskedPerson> Persons, GatewayError? Error)> OpenAsync(
        ApiKeyRecord key, long index, ImmutableArray<string> placeholders, CancellationToken cancellationToken)
    {
        var (bytes, missing) = receipts.EntryOf(key, index);
        if (bytes is null || MaskedEntry.Read(index, bytes) is not { } entry)
        {
            return (null, [], missing ?? GatewayErrors.NotMasked);
        }

        if (contents is null || time.GetUtcNow() - entry.Identities.Time > IdentityLife.Longest
            || await contents.OpenAsync(entry.Identities, cancellationToken).ConfigureAwait(false) is not (ContentOutcome.Opened, { } content))
        {
            return (null, [], GatewayErrors.IdentitiesGone);
        }

        var known = MaskedIdentities.Read(content);
        CryptographicOperations.ZeroMemory(content);
        ImmutableArray<MaskedPerson> found = [.. known.Where(each => placeholders.Contains(each.Placeholder, StringComparer.Ordinal))];
        return found.Length == placeholders.Length ? (entry, found, null) : (null, [], GatewayErrors.NoSuchPlaceholder);
    }

    private ValueTask<long> RecordAsync(string act, GatewayModel model, ApiKeyRecord key, Case held, long index, int count) =>
        recorder.RecordAsync(UnmaskEntry.Write(act, key, held.Id.Value, index, count, model.Agreement.Hash, recorder.Safeguards, time.GetUtcNow()), CancellationToken.None);
}
