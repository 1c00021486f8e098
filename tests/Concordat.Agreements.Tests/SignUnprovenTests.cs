using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Showing;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

/// <summary>Nobody signs an agreement whose red lines are not proven, but with a reason that the signed text states.</summary>
public sealed class SignUnprovenTests : IDisposable
{
    private const string Reason = "needed before the review of 1 December";

    private readonly Parties _parties = new();

    [Fact]
    public void An_agreement_with_an_open_red_line_is_not_signed()
    {
        var signed = Sign(Amendment.BeforeMarch, [], null);

        Assert.False(signed.IsSigned);
        Assert.Equal(
            [AgreementCodes.RedLineOpen, AgreementCodes.RedLineOpen, AgreementCodes.NotProven], signed.Diagnostics.Select(found => found.Code));
        Assert.Contains("--unproven", signed.Diagnostics[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_reason_it_is_and_every_reader_learns_of_it()
    {
        var first = Sign(Amendment.BeforeMarch, [], Reason);
        var both = AgreementSigning.Sign(Amendment.BeforeMarch, first.Envelope, _parties.Vendor, "vendor", _parties.Trusted, Reason);

        var load = Agreement.Load(both.Envelope, _parties.Trusted, Parties.Now);

        Assert.True(load.IsLoaded);
        Assert.Equal(Reason, load.Agreement.Unproven);
        Assert.Equal((false, AgreementCodes.SignedUnproven), (load.Diagnostics[0].IsError, load.Diagnostics[0].Code));
        Assert.Contains("unproven:  " + Reason, AgreementText.Render(load.Agreement.Source), StringComparison.Ordinal);
        Assert.NotEqual(AgreementPayload.Hash(AgreementPayload.Build(Amendment.BeforeMarch)), load.Agreement.Hash);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another reason")]
    public void The_other_party_signs_it_with_the_same_reason_only(string? reason)
    {
        var first = Sign(Amendment.BeforeMarch, [], Reason);

        var second = AgreementSigning.Sign(Amendment.BeforeMarch, first.Envelope, _parties.Vendor, "vendor", _parties.Trusted, reason);

        Assert.False(second.IsSigned);
        Assert.Contains(second.Diagnostics, found => found.Code is AgreementCodes.NotProven or AgreementCodes.PayloadDiffers);
    }

    [Fact]
    public void A_proven_agreement_cannot_be_slipped_under_a_reason()
    {
        // The reason is part of what is signed: the same texts with and without it are two agreements.
        var first = Sign(BaseFolder.Source, [], Reason);

        var second = AgreementSigning.Sign(BaseFolder.Source, first.Envelope, _parties.Vendor, "vendor", _parties.Trusted);

        Assert.Contains($"`{Reason}`", Assert.Single(second.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    public void A_reason_is_one_line_of_words(string reason) =>
        Assert.Equal(AgreementCodes.NotProven, Assert.Single(Sign(Amendment.BeforeMarch, [], reason).Diagnostics).Code);

    [Fact]
    public void A_proven_agreement_says_nothing_of_it()
    {
        var signed = Sign(Amendment.Of("8.2", "context.topics.force >= 70", "context.topics.force >= 60"), [], null);

        Assert.True(signed.IsSigned);
        Assert.DoesNotContain("unproven", System.Text.Encoding.UTF8.GetString(Concordat.Signing.DsseEnvelope.Parse(signed.Envelope).Payload.AsSpan()), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Naming_other_clouds_opens_no_red_line_and_hides_none_that_is_open()
    {
        Assert.True(Sign(With(BaseFolder.Source), [], null).IsSigned);
        Assert.Equal(AgreementCodes.NotProven, Sign(With(Amendment.BeforeMarch), [], null).Diagnostics[^1].Code);

        static AgreementSource With(AgreementSource source) =>
            source with { Metadata = source.Metadata with { Terms = source.Metadata.Terms with { Clouds = [new CloudTerms { Cloud = "ours", Addresses = ["203.0.113.0/24"] }] } } };
    }

    public void Dispose() => _parties.Dispose();

    private AgreementSigned Sign(AgreementSource source, byte[] existing, string? reason) =>
        AgreementSigning.Sign(source, existing, _parties.Department, "department", _parties.Trusted, reason);
}
