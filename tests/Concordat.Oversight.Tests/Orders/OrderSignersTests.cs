using System.Collections.Frozen;
using System.Collections.Immutable;
using Concordat.Agreements.Documents;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Oversight.Tests.Orders;

/// <summary>Who may issue orders is told from the agreement, and never from what a configuration says of somebody.</summary>
public sealed class OrderSignersTests
{
    private static readonly AgreementMetadata Base = new("concordat-agreement/1", "base", "1.0.0", "Agreement", "2026-01-01T00:00:00Z", null, null, ["department", "vendor"], new AgreementTerms("hold", 30, 24, 1, 30, []));

    [Fact]
    public void Where_the_agreement_names_who_signs_each_stands_there_with_what_is_taken_of_them_here()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var issuers = ImmutableSortedDictionary<string, OrderIssuerTerms>.Empty
            .Add("cio", new OrderIssuerTerms("CIO", key.PublicKey.KeyId, ["lift", "suspend"]) { Party = "department" })
            .Add("lead", new OrderIssuerTerms("Lead", new string('a', 64), ["suspend"]) { Party = "vendor" });
        var agreement = Base with { Terms = Base.Terms with { Orders = new OrdersTerms { Issuers = issuers, Configured = ["respond"] }, Termination = new TerminationTerms { NoticeDays = 30 } } };
        var signers = OrderSigners.Of(agreement, Terms(agreement, Issuer("cio", key, "department", isAgreed: true, "suspend"), Issuer("press", key, "vendor", isAgreed: false, "respond"), Issuer("gone", key, "vendor", isAgreed: false)));

        Assert.True(signers.NamesIssuers);
        Assert.Equal((30, 0), (signers.NoticeDays, signers.StopAlone.Count));
        Assert.Equal(
            [
                "cio department: the agreement names them: suspend, lift; here suspend",
                "lead vendor: the agreement names them: suspend; here -",
                "gone -: nothing any more: ; here ",
                "press -: the configuration alone: respond; here respond",
            ],
            signers.Issuers.Select(Line));
    }

    [Fact]
    public void Where_it_names_nobody_a_party_signs_with_its_own_key()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var signers = OrderSigners.Of(Base, Terms(Base, Issuer("counsel", key, "vendor", isAgreed: true, "suspend")));

        Assert.False(signers.NamesIssuers);
        Assert.Equal(["department", "vendor"], signers.TerminateTogether);
        Assert.Equal("counsel vendor: the key with which the party signed the agreement: suspend, terminate, waive, lift, confirm, respond, report; here suspend", Line(Assert.Single(signers.Issuers)));
    }

    private static string Line(OrderIssuerReport issuer) =>
        $"{issuer.Id} {issuer.Party ?? "-"}: {issuer.By}: {string.Join(", ", issuer.Agreed)}; here {(issuer.Configured is { } acts ? string.Join(", ", acts) : "-")}";

    private static OrderTerms Terms(AgreementMetadata agreement, params OrderIssuer[] issuers) => OrderTerms.Of([.. issuers], agreement, DateTimeOffset.UnixEpoch);

    private static OrderIssuer Issuer(string id, SigningKey key, string party, bool isAgreed, params string[] acts) =>
        new(id, id, party, key.PublicKey, acts.ToFrozenSet(StringComparer.Ordinal)) { IsAgreed = isAgreed };
}
