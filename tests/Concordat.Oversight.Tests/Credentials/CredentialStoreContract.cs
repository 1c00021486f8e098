using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Tests.Kit;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;
using Concordat.Tests.Kit;

namespace Concordat.Oversight.Tests.Credentials;

/// <summary>What every store of hardware keys does.</summary>
public abstract class CredentialStoreContract : StoreContract, IDisposable
{
    private static readonly RelyingParty Here = new("gateway.example", ["https://gateway.example"]);
    private static readonly CredentialSeal Seal = new(new byte[CredentialSeal.KeySize]);

    private readonly List<SoftwareAuthenticator> _made = [];

    private ICredentialStore Store => Stores.Credentials;

    [Fact]
    public async Task An_invitation_enrols_one_key_which_comes_back_as_it_was()
    {
        var invitation = await InviteAsync("ada");
        var credential = Make(invitation);
        Assert.Null(await Store.EnrolAsync(credential, Cancellation));

        Assert.Equivalent(credential, await Store.FindAsync(credential.Id, Cancellation), strict: true);
        Assert.True(Seal.Holds((await Store.FindAsync(credential.Id, Cancellation))!));
        Assert.Equal(Time.GetUtcNow(), (await Store.FindInvitationAsync(invitation.Id, Cancellation))!.Used);
        Assert.Equal("invitation_used", (await Store.EnrolAsync(Make(invitation), Cancellation))?.Code);
        Assert.Single(await Store.ListAsync("ada", Cancellation));
        Assert.Empty(await Store.ListAsync("bo", Cancellation));
        Assert.Single(await Store.ListAsync(null, Cancellation));
    }

    [Fact]
    public async Task An_invitation_that_is_unknown_expired_or_for_somebody_else_enrols_nobody()
    {
        var invitation = await InviteAsync("ada");
        Assert.Equal("invitation_unknown", (await Store.EnrolAsync(Make(invitation with { Id = new string('0', 64) }), Cancellation))?.Code);
        Assert.Equal("invitation_unknown", (await Store.EnrolAsync(Make(invitation with { Approver = "bo" }), Cancellation))?.Code);
        Assert.Equal("invitation_exists", (await Store.InviteAsync(invitation, Cancellation))?.Code);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("invitation_expired", (await Store.EnrolAsync(Make(invitation), Cancellation))?.Code);
        Assert.Empty(await Store.ListAsync(null, Cancellation));
        Assert.Null((await Store.FindInvitationAsync(invitation.Id, Cancellation))!.Used);
        Assert.Null(await Store.FindInvitationAsync(new string('0', 64), Cancellation));
    }

    [Fact]
    public async Task A_key_is_enrolled_once_whoever_holds_it()
    {
        var first = Make(await InviteAsync("ada"));
        await Store.EnrolAsync(first, Cancellation);
        var second = Make(await InviteAsync("bo"));

        Assert.Equal("credential_exists", (await Store.EnrolAsync(second with { Id = first.Id }, Cancellation))?.Code);
        Assert.Equal("credential_exists", (await Store.EnrolAsync(second with { KeyId = first.KeyId }, Cancellation))?.Code);
        await Store.RetireAsync(first.Id, Cancellation);
        Assert.Equal("credential_exists", (await Store.EnrolAsync(second with { Id = first.Id }, Cancellation))?.Code);
    }

    [Fact]
    public async Task One_person_has_eight_keys_at_most_and_room_again_when_one_is_retired()
    {
        Credential? last = null;
        for (var i = 0; i < CredentialRules.MostCredentials; i++)
        {
            last = Make(await InviteAsync("ada"));
            Assert.Null(await Store.EnrolAsync(last, Cancellation));
        }

        var next = Make(await InviteAsync("ada"));
        Assert.Equal("too_many_credentials", (await Store.EnrolAsync(next, Cancellation))?.Code);
        Assert.True(await Store.RetireAsync(last!.Id, Cancellation));
        Assert.Null(await Store.EnrolAsync(next, Cancellation));
    }

    [Fact]
    public async Task The_counter_goes_forward_only()
    {
        var credential = Make(await InviteAsync("ada"));
        await Store.EnrolAsync(credential, Cancellation);

        Assert.Equal(UseOutcome.Counted, await Store.UseAsync(credential.Id, 5, Cancellation));
        Assert.Equal(UseOutcome.Replayed, await Store.UseAsync(credential.Id, 5, Cancellation));
        Assert.Equal(UseOutcome.Regressed, await Store.UseAsync(credential.Id, 4, Cancellation));
        Assert.Equal(UseOutcome.Regressed, await Store.UseAsync(credential.Id, 0, Cancellation));
        Assert.Equal(UseOutcome.Counted, await Store.UseAsync(credential.Id, uint.MaxValue, Cancellation));
        var after = (await Store.FindAsync(credential.Id, Cancellation))!;
        Assert.Equal((uint.MaxValue, 2L), (after.SignCount, after.Regressions));
    }

    [Fact]
    public async Task A_key_that_does_not_count_is_never_a_replay_and_one_that_is_retired_or_unknown_never_counts()
    {
        var credential = Make(await InviteAsync("ada"));
        await Store.EnrolAsync(credential, Cancellation);

        Assert.Equal(UseOutcome.Counted, await Store.UseAsync(credential.Id, 0, Cancellation));
        Assert.Equal(UseOutcome.Counted, await Store.UseAsync(credential.Id, 0, Cancellation));
        Assert.True(await Store.RetireAsync(credential.Id, Cancellation));
        var retired = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Store.RetireAsync(credential.Id, Cancellation));
        Assert.Equal(retired, (await Store.FindAsync(credential.Id, Cancellation))!.Retired);
        Assert.Equal(UseOutcome.Unknown, await Store.UseAsync(credential.Id, 9, Cancellation));
        Assert.Equal(UseOutcome.Unknown, await Store.UseAsync("none", 9, Cancellation));
        Assert.False(await Store.RetireAsync("none", Cancellation));
        Assert.Null(await Store.FindAsync("none", Cancellation));
    }

    [Fact]
    public async Task On_two_nodes_an_invitation_is_used_once_and_a_counter_is_taken_once()
    {
        var other = (await OpenAnotherAsync()).Credentials;
        var invitation = await InviteAsync("ada");
        var candidates = Enumerable.Range(0, 8).Select(_ => Make(invitation)).ToList();
        var enrolled = await Task.WhenAll(candidates.Select((candidate, i) => (i % 2 == 0 ? Store : other).EnrolAsync(candidate, Cancellation).AsTask()));
        Assert.Equal(7, enrolled.Count(error => error?.Code == "invitation_used"));

        var winner = Assert.Single(await Store.ListAsync("ada", Cancellation));
        var uses = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? Store : other).UseAsync(winner.Id, 7, Cancellation).AsTask()));
        Assert.Equal(1, uses.Count(use => use == UseOutcome.Counted));
        Assert.Equal(11, uses.Count(use => use == UseOutcome.Replayed));
    }

    [Fact]
    public async Task A_credential_that_was_changed_in_the_database_has_no_seal()
    {
        var credential = Make(await InviteAsync("ada"));
        await Store.EnrolAsync(credential, Cancellation);
        foreach (var change in (string[])["approver = 'bo'", "role = 'official'", "party = 'vendor'", "entry = entry + 1", "public_key = seal", "key_id = 'x'"])
        {
            await Database.ExecuteAsync($"UPDATE credentials SET {change}");
            Assert.False(Seal.Holds((await Store.FindAsync(credential.Id, Cancellation))!), change);
            await Database.ExecuteAsync("DELETE FROM credentials");
            await Database.ExecuteAsync("UPDATE invitations SET used = NULL");
            Assert.Null(await Store.EnrolAsync(credential, Cancellation));
        }

        Assert.True(Seal.Holds((await Store.FindAsync(credential.Id, Cancellation))!));
        Assert.False(new CredentialSeal(Enumerable.Repeat((byte)1, CredentialSeal.KeySize).ToArray()).Holds(credential));
    }

    [Fact]
    public async Task A_key_that_was_read_before_counts_no_more_when_another_stands_in_its_place()
    {
        var (mine, foreign) = (Make(await InviteAsync("ada")), Make(await InviteAsync("ada")));
        await Store.EnrolAsync(mine, Cancellation);
        await Store.EnrolAsync(foreign, Cancellation);
        var book = new ApproverBook([new Approver("ada", "Ada", "commander", "department", null, [])], Here, cards: null, Seal);
        var honest = _made[0].SignStatement("application/test", "{}"u8.ToArray());
        for (var again = 0; again < 2; again++)
        {
            Assert.Equal(mine.KeyId, (await book.IdentifyAsync(honest, Store, Time.GetUtcNow(), Cancellation)).Signer?.KeyId);
        }

        // somebody with another key signs under the name of the one that is known, and then puts his key into its row
        var stranger = _made[1].SignStatement("application/test", "{}"u8.ToArray()).Assertion!;
        var posing = PersonalStatement.By(stranger with { CredentialId = honest.Assertion!.CredentialId }, "application/test", "{}"u8.ToArray());
        Assert.Equal("webauthn_signature", (await book.IdentifyAsync(posing, Store, Time.GetUtcNow(), Cancellation)).Error?.Code);
        await Database.ExecuteAsync($"UPDATE credentials SET public_key = (SELECT public_key FROM credentials WHERE id = '{foreign.Id}') WHERE id = '{mine.Id}'");
        Assert.Equal("credential_unknown", (await book.IdentifyAsync(posing, Store, Time.GetUtcNow(), Cancellation)).Error?.Code);
        Assert.Equal("credential_unknown", (await book.IdentifyAsync(honest, Store, Time.GetUtcNow(), Cancellation)).Error?.Code);
    }

    public void Dispose()
    {
        _made.ForEach(key => key.Dispose());
        GC.SuppressFinalize(this);
    }

    private async Task<Invitation> InviteAsync(string approver)
    {
        var statement = new InvitationStatement(
            Invitation.IdOf(Invitation.NewToken()), approver, "commander", "department", Time.GetUtcNow(), Time.GetUtcNow().AddHours(1));
        Assert.Equal(statement, InvitationStatement.Read(statement.ToPayload()));
        using var party = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var invitation = new Invitation(
            statement.Id, approver, statement.Role, statement.Party, statement.Expires, party.PublicKey.KeyId, statement.Sign(party).ToJson(), 7, null);
        Assert.Null(await Store.InviteAsync(invitation, Cancellation));
        return invitation;
    }

    private Credential Make(Invitation invitation)
    {
        var key = new SoftwareAuthenticator();
        _made.Add(key);
        var challenge = PersonalStatement.ChallengeFor(DsseEnvelope.Parse(invitation.Statement.Span).Payload);
        var made = RegistrationCheck.Verify(key.Register(challenge), challenge, Here, [], Time.GetUtcNow()).Credential!;
        return Seal.Seal(Credential.Of(made, invitation, 8, Time.GetUtcNow()));
    }
}
