using System.Collections.Immutable;
using System.Text;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Publishing;
using Concordat.Agreements.Tests.Kit;
using Concordat.Signing;

namespace Concordat.Agreements.Tests.Publishing;

public sealed class TermsPublishingTests : IDisposable
{
    private const string Secret = "Operation Nightjar";

    private readonly Parties _parties = new();

    [Fact]
    public void A_statement_says_what_the_agreement_says()
    {
        var statement = Load(Signed(BaseFolder.Source)).Statement!;

        Assert.Equal(AgreementPayload.Hash(AgreementPayload.Build(BaseFolder.Source)), statement.Agreement);
        Assert.Equal(BaseFolder.Source.Prose, statement.Prose);
        Assert.Equal(BaseFolder.Model.Clauses.Select(clause => clause.Text), statement.Clauses.Select(clause => clause.Text));
        Assert.Empty(statement.Withheld);
    }

    [Theory]
    [InlineData("2.9")]
    [InlineData("2")]
    [InlineData("Annex A")]
    public void What_is_withheld_leaves_nothing_but_its_number(string key)
    {
        var source = WithSecrets(key);

        var payload = Encoding.UTF8.GetString(TermsPublishing.Build(source, out _)!);
        var statement = Load(Signed(source)).Statement!;

        Assert.DoesNotContain(Secret, payload, StringComparison.Ordinal);
        Assert.Equal([key], statement.Withheld);
        Assert.Contains($"{(key == "2" ? "## Article 2." : key == "2.9" ? "### 2.9" : "## Annex A")} (withheld)", statement.Prose, StringComparison.Ordinal);
        Assert.Contains("### 3.1 ", statement.Prose, StringComparison.Ordinal);
    }

    [Fact]
    public void A_withheld_article_takes_its_provisions_and_clauses_with_it()
    {
        var statement = Load(Signed(With("2"))).Statement!;

        Assert.DoesNotContain("### 2.", statement.Prose, StringComparison.Ordinal);
        Assert.DoesNotContain(statement.Clauses, clause => clause.Clause.StartsWith("2.", StringComparison.Ordinal));
        Assert.Contains(statement.Clauses, clause => clause.Clause == "12.1" || clause.Clause.StartsWith("3.", StringComparison.Ordinal));
    }

    [Fact]
    public void Authorities_that_only_withheld_clauses_rest_on_are_withheld()
    {
        var all = Load(Signed(BaseFolder.Source)).Statement!;
        var statement = Load(Signed(With("2"))).Statement!;

        Assert.Contains(all.Authorities, authority => authority.Id == "ic-cai-framework");
        Assert.DoesNotContain(statement.Authorities, authority => authority.Id == "ic-cai-framework");
    }

    [Fact]
    public void A_slip_in_what_is_withheld_stops_the_publishing()
    {
        Assert.Null(TermsPublishing.Build(With("2.99"), out var found));
        Assert.Contains(found, each => each.Message.Contains("`2.99`", StringComparison.Ordinal));
        Assert.Contains(AgreementLint.Check(With("annex a")), each => each.IsError);
        Assert.Contains(AgreementLint.Check(With("2", "2")), each => each.IsError);
    }

    [Fact]
    public void Published_words_that_speak_of_what_is_withheld_are_told()
    {
        Assert.NotNull(TermsPublishing.Build(With("2.4"), out var found));

        Assert.Contains(found, each => each.Code == AgreementCodes.WithheldMentioned && each.Message.StartsWith("clause 2.1 speaks of 2.4", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_role_signs_it()
    {
        var half = TermsPublishing.Sign(BaseFolder.Source, [], _parties.Vendor).Envelope!;

        Assert.Contains(Load(half).Diagnostics, each => each.Code == AgreementCodes.HalfSigned);
        Assert.Equal(["department", "vendor"], Load(Signed(BaseFolder.Source)).Signers.Select(signer => signer.Role).Order());
    }

    [Fact]
    public void A_stranger_an_agreement_and_an_altered_statement_are_refused()
    {
        var stranger = TermsPublishing.Sign(BaseFolder.Source, [], _parties.Stranger).Envelope!;
        var signed = DsseEnvelope.Parse(Signed(BaseFolder.Source));
        var altered = Parties.Envelope(TermsStatement.MediaType, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(signed.Payload).Replace("more than 25", "more than 99", StringComparison.Ordinal)));

        Assert.Contains(Load(stranger).Diagnostics, each => each.Code == AgreementCodes.UnknownSigner);
        Assert.Contains(Load(_parties.Signed(BaseFolder.Source)).Diagnostics, each => each.Code == AgreementCodes.WrongType);
        Assert.False(Load(altered).IsLoaded);
        Assert.Contains(Load("{}"u8.ToArray()).Diagnostics, each => each.Code == AgreementCodes.NotAnEnvelope);
        Assert.Contains(Load(new byte[AgreementPayload.MaxEnvelopeBytes + 1]).Diagnostics, each => each.Code == AgreementCodes.TooLarge);
        Assert.Contains(
            Load(Parties.Envelope(TermsStatement.MediaType, "{\"format\":\"concordat-terms/1\"}"u8.ToArray(), _parties.Department, _parties.Vendor)).Diagnostics,
            each => each.Code == AgreementCodes.NotAStatement);
    }

    [Fact]
    public void A_statement_cannot_be_loaded_as_an_agreement() =>
        Assert.False(Agreement.Load(Signed(BaseFolder.Source), _parties.Trusted, Parties.Now).IsLoaded);

    [Fact]
    public void Who_has_the_agreement_can_check_that_the_statement_is_its_public_part()
    {
        var source = With("2.9");
        var signed = Signed(source);

        Assert.True(TermsPublishing.Load(signed, _parties.Trusted, source).IsLoaded);
        Assert.Contains(TermsPublishing.Load(signed, _parties.Trusted, BaseFolder.Source).Diagnostics, each => each.Code == AgreementCodes.PayloadDiffers);
    }

    [Fact]
    public void A_signature_is_not_added_to_another_statement_nor_twice()
    {
        var signed = TermsPublishing.Sign(BaseFolder.Source, [], _parties.Vendor).Envelope!;

        Assert.Contains(TermsPublishing.Sign(With("2.9"), signed, _parties.Department).Diagnostics, each => each.Code == AgreementCodes.PayloadDiffers);
        Assert.Contains(TermsPublishing.Sign(BaseFolder.Source, signed, _parties.Vendor).Diagnostics, each => each.Code == AgreementCodes.RoleHasSigned);
    }

    [Fact]
    public void An_agreement_signed_unproven_says_so_in_public() =>
        Assert.Equal("in haste", Load(Signed(BaseFolder.Source with { Unproven = "in haste" })).Statement!.Unproven);

    public void Dispose() => _parties.Dispose();

    private static AgreementSource With(params string[] withheld) => BaseFolder.With(metadata => metadata with { Withheld = withheld.ToImmutableArray() });

    // The secret stands in the prose under 2.9, in its clause, in a comment of the clauses, and in an annex.
    private static AgreementSource WithSecrets(string key)
    {
        var source = With(key);
        if (key == "Annex A")
        {
            return source with { Prose = source.Prose.TrimEnd() + $"\n\n## Annex A. {Secret}\n\nNetworks of {Secret}.\n\n### More of {Secret}\n\nIts places.\n" };
        }

        var at = source.Prose.IndexOf('\n', source.Prose.IndexOf("### 2.9 ", StringComparison.Ordinal));
        source = source with { Prose = source.Prose[..at] + $"\n\nThis is about {Secret}.\n" + source.Prose[at..], Clauses = $"// {Secret}\n" + source.Clauses };
        return Amendment.Of(source, "2.9", "@because(\"", $"@because(\"{Secret}: ");
    }

    private byte[] Signed(AgreementSource source)
    {
        var first = TermsPublishing.Sign(source, [], _parties.Department);
        Assert.True(first.IsSigned, string.Join("; ", first.Diagnostics));
        return TermsPublishing.Sign(source, first.Envelope, _parties.Vendor).Envelope!;
    }

    private TermsLoad Load(byte[] envelope) => TermsPublishing.Load(envelope, _parties.Trusted);
}
