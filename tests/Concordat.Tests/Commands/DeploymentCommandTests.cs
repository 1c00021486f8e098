using System.Text;
using System.Text.Json;
using Concordat.Attestation.Statements;
using Concordat.Commands;
using Concordat.Signing;
using Concordat.Tests.Configuration;

namespace Concordat.Tests.Commands;

public sealed class DeploymentCommandTests : IDisposable
{
    private const string Bill = """
        {"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"machine-learning-model","name":"gpt-5","version":"2026","supplier":{"name":"Example Vendor"}},{"type":"data","name":"corpus"}]}
        """;

    private readonly ConfigurationFolder _folder = new(ConfigurationFolder.CompleteText
        .Replace("    verified: true\n", """
                verified: true
                dataTerms: nothing is kept
                bill: bill.json
                accreditation: { ceiling: NATO SECRET, nations: [USA, DEU] }
                evidence: { kind: statement, file: statement.json, signedBy: provider.pub.pem }

            """, StringComparison.Ordinal)
        .Replace("    key: { file: keys/vendor-2.secret }\n", """
                key: { file: keys/vendor-2.secret }
                region: us-east-1
                evidence:
                  kind: aws-nitro
                  url: http://127.0.0.1:1/a?nonce={nonce}
                  measurements: [ { name: pcr3, values: [ "4a9329d69c836267b18abbf9f4a38889124490453419e426818626348d21f989dc930b1562682a9082887454e53425aa" ] } ]

            """, StringComparison.Ordinal));

    private readonly SigningKey _provider = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public DeploymentCommandTests()
    {
        _folder.WriteFile("bill.json", Bill);
        _folder.WriteFile("provider.pub.pem", _provider.PublicKey.ToPem());
        var said = """{"deployment":"vendor-1","vendor":"Example Vendor","model":"gpt-5","version":"2026","cloud":"example-cloud","region":"us-east","made":"2026-11-01T00:00:00Z","expires":"2126-01-01T00:00:00Z"}""";
        _folder.WriteFile("statement.json", Encoding.UTF8.GetString(DsseEnvelope.Create(DeploymentStatement.PayloadType, Encoding.UTF8.GetBytes(said)).Sign(_provider).ToJson()));
    }

    public void Dispose()
    {
        _provider.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Deployments_are_listed_with_what_they_must_show()
    {
        SignedAgreement.WriteTo(_folder);
        var listed = await RunAsync("list");
        var json = await RunAsync("list", "--json");

        Assert.Equal((ExitCode.Done, ""), (listed.Code, listed.Error));
        Assert.Contains("vendor-1", listed.Output, StringComparison.Ordinal);
        Assert.Contains("SECRET, NATO SECRET", listed.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal("statement", document.RootElement[1].GetProperty("evidence").GetString());
        Assert.Equal("SECRET, NATO SECRET", document.RootElement[1].GetProperty("ceiling").GetString());
    }

    [Fact]
    public async Task A_deployment_is_shown_with_what_its_model_is_made_of()
    {
        var unknown = await RunAsync("show", "vendor-1");
        Assert.Contains("ceiling unknown: the agreement", unknown.Output, StringComparison.Ordinal); // a ceiling that nobody signed is not shown as one
        SignedAgreement.WriteTo(_folder);
        var shown = await RunAsync("show", "vendor-1");

        Assert.Equal((ExitCode.Done, ""), (shown.Code, shown.Error));
        Assert.Contains("model:          gpt-5 2026 of Example Vendor", shown.Output, StringComparison.Ordinal);
        Assert.Contains("data terms:     nothing is kept", shown.Output, StringComparison.Ordinal);
        Assert.Contains("texts up to SECRET, NATO SECRET for ", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_is_attested_and_its_document_kept()
    {
        var attested = await RunAsync("attest", "vendor-1", "--output", At("kept.json"));

        Assert.Equal((ExitCode.Done, ""), (attested.Code, attested.Error));
        Assert.StartsWith("vendor-1: proven to A1, until 2126-01-01T00:00:00Z", attested.Output, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(At("statement.json"), Cancellation), await File.ReadAllBytesAsync(At("kept.json"), Cancellation));
    }

    [Fact]
    public async Task A_deployment_that_cannot_be_reached_proves_nothing()
    {
        var attested = await RunAsync("attest", "vendor-2", "--json");

        Assert.Equal(ExitCode.CheckFailed, attested.Code);
        using var document = JsonDocument.Parse(attested.Output);
        Assert.Equal(("A0", "unreachable"), (document.RootElement.GetProperty("level").GetString(), document.RootElement.GetProperty("fault").GetString()));
    }

    [Fact]
    public async Task A_recorded_document_is_checked_again_as_of_its_time()
    {
        var document = await File.ReadAllBytesAsync(Repository.Path("tests/Concordat.Attestation.Tests/vectors/nitro/document.bin"), Cancellation);
        var made = new DateTimeOffset(2022, 10, 13, 8, 58, 3, TimeSpan.Zero);
        var entry = new { type = "attestation", time = made, facts = new { document = Convert.ToBase64String(document) } };
        await File.WriteAllTextAsync(At("entry.json"), JsonSerializer.Serialize(entry), Cancellation);

        var then = await RunAsync("verify", "vendor-2", At("entry.json"));
        var now = await RunAsync("verify", "vendor-2", At("entry.json"), "--at", "2026-11-01");
        var nonce = await RunAsync("verify", "vendor-2", Repository.Path("tests/Concordat.Attestation.Tests/vectors/nitro/document.bin"), "--nonce", "zz");

        Assert.Equal((ExitCode.Done, ""), (then.Code, then.Error));
        Assert.StartsWith("vendor-2: proven to A2, until 2022-10-13T09:58:02Z", then.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.CheckFailed, now.Code);
        Assert.StartsWith("vendor-2: nothing is proven (expired)", now.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCode.BadInput, "concordat: `--nonce` must be 32 to 128 hex digits"), (nonce.Code, nonce.Error.Trim()));
    }

    [Theory]
    [InlineData("show", "vendor-9", "there is no deployment `vendor-9` (did you mean `vendor-1`?)")]
    [InlineData("attest", "sandbox-1", "the deployment `sandbox-1` has no `evidence` in the configuration, so nothing says what it must show")]
    public async Task A_deployment_that_is_not_there_is_told(string command, string name, string message)
    {
        var run = await RunAsync(command, name);

        Assert.Equal((ExitCode.BadInput, "concordat: " + message), (run.Code, run.Error.Trim()));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string At(string file) => Path.Combine(_folder.FullName, file);

    private Task<CommandRun> RunAsync(string command, params string[] arguments) =>
        CommandRun.OfAsync(["deployment", command, .. arguments, "--config", _folder.ConfigurationPath]);
}
