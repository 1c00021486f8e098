using System.CommandLine;
using System.Text.Json;
using Concordat.Agreements;

namespace Concordat.Commands;

/// <summary><c>agreement publish</c>: a signed statement of terms for the public.</summary>
internal sealed class AgreementPublishCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _agreement = new("PATH") { Description = "The agreement: a folder, or a signed file." };
    private readonly Option<string> _key = new("--key") { Description = "The private key to sign with: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The signed statement; signatures of the same statement that it holds are kept.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public AgreementPublishCommand(CommandServices services)
        : base("publish", "Sign a statement of terms for the public: the agreement without what it withholds (`withheld` in agreement.json). Each party signs in its turn.")
    {
        _services = services;
        Add(_agreement);
        Add(_key);
        _passphrase.AddTo(this);
        Add(_output);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var asJson = arguments.GetValue(_json);
        if (await AgreementPaths.ReadAsync(arguments.GetValue(_agreement)!, asJson, _services) is not { } source)
        {
            return ExitCode.CheckFailed;
        }

        var output = arguments.GetValue(_output)!;
        using var key = _passphrase.Load(arguments.GetValue(_key)!, arguments, _services);
        var signed = AgreementFolder.Publish(source, output, key);
        if (!asJson || !signed.IsSigned)
        {
            await AgreementOutput.WriteAsync(signed.Diagnostics, asJson, _services);
        }

        if (!signed.IsSigned)
        {
            return ExitCode.CheckFailed;
        }

        var report = new PublicationReport(output, key.PublicKey.KeyId, signed.Hash, [.. source.Metadata.Withheld ?? []]);
        await _services.Output.WriteLineAsync(asJson
            ? JsonSerializer.Serialize(report, CommandJson.Plain.PublicationReport)
            : $"published {report.Statement[..12]} with key {report.Key[..12]}: {output}\nwithheld: {(report.Withheld.Count == 0 ? "nothing" : string.Join(", ", report.Withheld))}");
        return ExitCode.Done;
    }
}
