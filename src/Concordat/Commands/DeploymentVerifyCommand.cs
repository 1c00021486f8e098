using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Concordat.Attestation;
using Concordat.Gateway.Deployments;

namespace Concordat.Commands;

/// <summary><c>deployment verify</c>: checks a document again, or an entry of the ledger that holds one.</summary>
internal sealed class DeploymentVerifyCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _name = DeploymentArgument.Create();
    private readonly Argument<string> _file = new("FILE") { Description = "The document, or an entry `attestation` as `concordat ledger entry` prints it." };
    private readonly Option<string?> _at = new("--at") { Description = "As of when; the time of the entry, else now.", HelpName = "TIME" };
    private readonly Option<string?> _nonce = new("--nonce") { Description = "The nonce that a document must carry.", HelpName = "HEX" };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public DeploymentVerifyCommand(CommandServices services)
        : base("verify", "Check a document of evidence again, offline, against what the configuration demands of the deployment.")
    {
        _services = services;
        Add(_name);
        Add(_file);
        Add(_at);
        Add(_nonce);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var config = Installation.Load(arguments.GetValue(_configuration)!, _services).Config;
        var deployment = DeploymentArgument.FindAttested(config, arguments.GetValue(_name)!);
        var file = await File.ReadAllBytesAsync(arguments.GetValue(_file)!, cancellationToken);
        var (document, nonce, time) = FromEntry(file) ?? (file, Nonce(arguments.GetValue(_nonce)), null);
        var at = arguments.GetValue(_at) is { } text ? LedgerSince.Time("--at", text) : time ?? _services.Time.GetUtcNow();
        var result = EvidenceVerifier.Verify(document, DeploymentEvidence.DemandOf(deployment) with { Nonce = nonce is null ? null : (ReadOnlyMemory<byte>?)nonce }, at);
        var report = EvidenceReport.Of(deployment.Name, result.Proven, result.Fault is { } fault ? EvidenceFaults.NameOf(fault) : null, result.Because);
        return await EvidenceOutput.WriteAsync(report, arguments.GetValue(_json), _services.Output);
    }

    private static byte[]? Nonce(string? hex)
    {
        if (hex is null)
        {
            return null;
        }

        return hex.Length is >= 32 and <= 128 && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(hex)
            : throw new CommandException("concordat: `--nonce` must be 32 to 128 hex digits");
    }

    /// <summary>The document in an entry, its nonce and its time; null where the file is no such entry.</summary>
    private static (byte[] Document, byte[]? Nonce, DateTimeOffset? Time)? FromEntry(byte[] file)
    {
        try
        {
            using var json = JsonDocument.Parse(file);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("type", out var type)
                || type.ValueKind != JsonValueKind.String || !type.ValueEquals("attestation") || !json.RootElement.TryGetProperty("facts", out var attestation))
            {
                return null;
            }

            return attestation.TryGetProperty("document", out var document)
                ? (document.GetBytesFromBase64(),
                    attestation.TryGetProperty("nonce", out var nonce) ? Convert.FromHexString(nonce.GetString()!) : null,
                    DateTimeOffset.Parse(json.RootElement.GetProperty("time").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
                : throw new CommandException("concordat: the entry holds no document: it records that nothing was proven");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
