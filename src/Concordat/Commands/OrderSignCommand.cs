using System.CommandLine;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>order sign</c>: adds a signature to an order or a notice.</summary>
internal sealed class OrderSignCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "The order or notice as JSON, or an envelope that another has signed." };
    private readonly Option<string> _key = new("--key") { Description = "The private key to sign with: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The signed file; FILE with `.dsse.json` at its end when left out.", HelpName = "FILE" };

    public OrderSignCommand(CommandServices services)
        : base("sign", "Check an order or a notice and sign it. Another signer adds a signature to the signed file.")
    {
        _services = services;
        Add(_file);
        Add(_key);
        _passphrase.AddTo(this);
        Add(_output);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_file)!;
        try
        {
            var (output, key) = await DraftFile.SignAsync(
                path, arguments.GetValue(_output), () => _passphrase.Load(arguments.GetValue(_key)!, arguments, _services), static json => OrderReader.Draft(json), cancellationToken);
            await _services.Output.WriteLineAsync($"signed with key {key[..12]}: {output}");
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is OrderException or SigningFormatException or IOException)
        {
            throw new CommandException($"concordat: {path}: {fault.Message}");
        }
    }
}
