using System.CommandLine;
using System.Text.Json;
using Concordat.Packs;
using Concordat.Safeguards;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>safeguards sign</c>: adds one party's signature to the safeguard pack of this program.</summary>
internal sealed class SafeguardsSignCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _key = new("--key") { Description = "The private key to sign with: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The signed file; signatures of the same pack that it holds are kept.",
        HelpName = "FILE",
        DefaultValueFactory = _ => SignedPack.FileName,
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public SafeguardsSignCommand(CommandServices services)
        : base("sign", "Sign the safeguard pack of this program for one party. A gateway starts only with the pack that every party has signed.")
    {
        _services = services;
        Add(_key);
        _passphrase.AddTo(this);
        Add(_output);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = arguments.GetValue(_output)!;
        using var key = _passphrase.Load(arguments.GetValue(_key)!, arguments, _services);
        try
        {
            SignedPack.Sign(file, SafeguardPack.Default, key);
        }
        catch (SigningFormatException fault) when (File.Exists(file))
        {
            throw new CommandException($"concordat: {file}: this is no signed safeguard pack: {fault.Message}");
        }

        var report = new PackReport(file, SafeguardPack.Version, SafeguardPack.Default.Hash, key.PublicKey.KeyId, []);
        await _services.Output.WriteLineAsync(arguments.GetValue(_json)
            ? JsonSerializer.Serialize(report, CommandJson.Plain.PackReport)
            : $"signed the safeguard pack {report.Pack[..12]} with key {key.PublicKey.KeyId[..12]}: {file}");
        return ExitCode.Done;
    }
}
