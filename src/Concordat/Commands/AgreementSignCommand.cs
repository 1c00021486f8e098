using System.CommandLine;
using System.Text.Json;
using Concordat.Agreements;

namespace Concordat.Commands;

/// <summary><c>agreement sign</c>: adds one party's signature.</summary>
internal sealed class AgreementSignCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _folder = new("DIR") { Description = "Folder of the agreement's source." };
    private readonly Option<string> _key = new("--key") { Description = "The private key to sign with: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string> _role = new("--role") { Description = "The side to sign for, such as `department` or `vendor`.", HelpName = "ROLE", Required = true };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The signed file; signatures of the same text that it holds are kept. Beside the folder when left out.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _unproven = new("--unproven")
    {
        Description = "Sign although the red lines are not proven, for this reason; the signed text states it, and every party must give the same.",
        HelpName = "REASON",
    };

    private readonly Option<string[]> _parties = TrustedParties.Option();
    private readonly Option<bool> _json = CommonOptions.Json();

    public AgreementSignCommand(CommandServices services)
        : base("sign", "Sign an agreement for one party, once its red lines are proven. Each party signs the same text in its turn.")
    {
        _services = services;
        Add(_folder);
        Add(_key);
        _passphrase.AddTo(this);
        Add(_role);
        Add(_output);
        Add(_unproven);
        Add(_parties);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var folder = arguments.GetValue(_folder)!;
        if (!Directory.Exists(folder))
        {
            throw new CommandException($"concordat: there is no folder `{folder}`");
        }

        var output = arguments.GetValue(_output) ?? Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar) + ".dsse.json";
        var role = arguments.GetValue(_role)!;
        using var key = _passphrase.Load(arguments.GetValue(_key)!, arguments, _services);
        var unproven = arguments.GetValue(_unproven);
        var signed = AgreementFolder.Sign(folder, output, key, role, TrustedParties.Of(arguments.GetValue(_parties) ?? []), unproven);
        var asJson = arguments.GetValue(_json);
        if (!signed.IsSigned)
        {
            await AgreementOutput.WriteAsync(signed.Diagnostics, asJson, _services);
            return ExitCode.CheckFailed;
        }

        var report = new SignatureReport(output, role, key.PublicKey.KeyId, signed.Hash, unproven);
        await _services.Output.WriteLineAsync(asJson
            ? JsonSerializer.Serialize(report, CommandJson.Plain.SignatureReport)
            : $"signed {report.Agreement[..12]} for `{role}` with key {report.Key[..12]}: {output}{(unproven is null ? "" : $"\nunproven: {unproven}")}");
        return ExitCode.Done;
    }
}
