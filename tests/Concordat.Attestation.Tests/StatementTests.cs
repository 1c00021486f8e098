using System.Text;
using Concordat.Attestation.Statements;
using Concordat.Signing;

namespace Concordat.Attestation.Tests;

public sealed class StatementTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly SigningKey _provider = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public void Dispose() => _provider.Dispose();

    [Fact]
    public void A_signed_statement_is_proven_until_its_end()
    {
        var proven = Verify(Sign(_provider, Said())).Proven!;

        Assert.Equal(AssuranceLevel.A1, proven.Level);
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), proven.Expires);
        Assert.Equal("2026-10", proven.Measurements["version"]);
    }

    [Fact]
    public void A_statement_of_another_signer_is_refused()
    {
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);

        Assert.Equal(EvidenceFault.Signature, Verify(Sign(other, Said())).Fault);
    }

    [Theory]
    [InlineData("\"gpt\"", "\"other\"", EvidenceFault.Subject)]
    [InlineData("\"example\"", "\"another\"", EvidenceFault.Subject)]
    [InlineData("\"aws\"", "\"azure\"", EvidenceFault.Subject)]
    [InlineData("us-gov-west-1", "eu-west-1", EvidenceFault.Region)]
    [InlineData("2027-01-01", "2026-11-01", EvidenceFault.Expired)]
    [InlineData("2026-11-01", "2026-12-01", EvidenceFault.NotYetValid)]
    [InlineData("\"cloud\"", "\"sky\"", EvidenceFault.Malformed)]
    [InlineData("\"2026-10\"", "7", EvidenceFault.Malformed)]
    [InlineData("2027-01-01T00:00:00Z", "2027", EvidenceFault.Malformed)]
    public void A_statement_that_says_something_else_is_refused(string from, string to, EvidenceFault fault) =>
        Assert.Equal(fault, Verify(Sign(_provider, Said().Replace(from, to, StringComparison.Ordinal))).Fault);

    [Fact]
    public void A_signed_document_of_another_type_is_refused() =>
        Assert.Equal(EvidenceFault.Malformed, Verify(DsseEnvelope.Create("application/vnd.concordat.order+json", Encoding.UTF8.GetBytes(Said())).Sign(_provider).ToJson()).Fault);

    private static string Said() =>
        """{"deployment":"gpt","vendor":"example","model":"m","version":"2026-10","cloud":"aws","region":"us-gov-west-1","made":"2026-11-01T00:00:00Z","expires":"2027-01-01T00:00:00Z"}""";

    private static byte[] Sign(SigningKey key, string said) => DsseEnvelope.Create(DeploymentStatement.PayloadType, Encoding.UTF8.GetBytes(said)).Sign(key).ToJson();

    private EvidenceResult Verify(byte[] document) => EvidenceVerifier.Verify(
        document, new EvidenceDemand { Kind = EvidenceKind.Statement, SignedBy = _provider.PublicKey, Deployment = "gpt", Vendor = "Example", Cloud = "aws", Region = "us-gov-west-1" }, Now);
}
