using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Tests.Kit;
using Concordat.Signing;

namespace Concordat.Oversight.Tests.Cases;

/// <summary>What the suites about cases share.</summary>
public abstract class CaseContract : StoreContract
{
    protected static readonly Approver Commander = Person("ada", "commander", "department");
    protected static readonly Approver Official = Person("bo", "official", "department");
    protected static readonly Approver Reviewer = Person("cy", "reviewer", "department");
    protected static readonly Approver VendorReviewer = Person("di", "reviewer", "vendor");

    protected static readonly TimeSpan ReadingTime = TimeSpan.FromSeconds(10);

    protected static readonly string Digest = new('d', 64);

    protected CaseOpening Opening(
        CaseType type = CaseType.Ruling, string useCase = "radar", char agreement = 'a', char action = '1', string[]? clauses = null) =>
        new(
            type,
            new HeldAction(useCase, new string(agreement, 64), new string(action, 64)),
            clauses ?? ["3.2"],
            "launch_drone_strike",
            "force",
            Time.GetUtcNow().AddHours(1),
            Digest,
            [1, 2, 3]);

    protected async Task<Case> OpenAsync(CaseOpening opening) =>
        (await Stores.Cases.OpenAsync(opening, Cancellation)).Case ?? throw new InvalidOperationException("not opened");

    /// <summary>Reads and signs as the quorum of the case wants it.</summary>
    protected async Task<Case> GrantAsync(CaseOpening opening)
    {
        var opened = await OpenAsync(opening);
        Approver[] people = opening.Type == CaseType.Ruling ? [Reviewer, VendorReviewer] : opening.Type == CaseType.Mask ? [Official] : [Commander, Official];
        foreach (var person in people)
        {
            await Stores.Cases.NoteReadingAsync(opened.Id, person.Id, Cancellation);
        }

        Time.Advance(ReadingTime);
        Case? granted = null;
        foreach (var person in people)
        {
            granted = (await DecideAsync(opened, CaseDecision.Grant, person)).Case;
        }

        return granted ?? throw new InvalidOperationException("not granted");
    }

    protected ValueTask<CaseResult> DecideAsync(Case held, CaseDecision decision, Approver person, string? reason = null, string? digest = null) =>
        Stores.Cases.DecideAsync(held.Id, Vote(held, decision, person, reason, digest), Cancellation);

    protected static CaseVote Vote(Case held, CaseDecision decision, Approver person, string? reason = null, string? digest = null) =>
        new(decision, digest ?? Digest, person, person.Key!.KeyId, reason, new byte[] { 7 }, 42, Quorum.For(held.Type, held.Effect), ReadingTime);

    protected static Approver Person(string id, string role, string party)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        return new Approver(id, id, role, party, key.PublicKey, []);
    }

    protected ValueTask<CasePage> ListAsync(CaseState state) =>
        Stores.Cases.ListAsync(new CaseFilter(state), null, 10, Cancellation);
}
