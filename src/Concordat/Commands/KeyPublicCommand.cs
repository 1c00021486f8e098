using System.CommandLine;
using Concordat.Ledger.Notes;

namespace Concordat.Commands;

/// <summary><c>key public</c>: what others need of a signing key.</summary>
internal sealed class KeyPublicCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _key = new("KEY") { Description = "The private key: a PEM file, or `pkcs11:…` on a token." };
    private readonly Option<string?> _log = new("--log") { Description = "Print the verifier key of a log of this name instead of PEM.", HelpName = "NAME" };
    private readonly Option<bool> _id = new("--id") { Description = "Print the id of the public key instead: SHA-256 over its SPKI encoding, as agreements name issuers of orders." };
    private readonly PassphraseOptions _passphrase = new();

    public KeyPublicCommand(CommandServices services)
        : base("public", "Print the public part of a signing key, in a file or on a token.")
    {
        _services = services;
        Add(_key);
        Add(_log);
        Add(_id);
        _passphrase.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var key = _passphrase.Load(arguments.GetValue(_key)!, arguments, _services);
        if (arguments.GetValue(_id))
        {
            await _services.Output.WriteLineAsync(key.PublicKey.KeyId.AsMemory(), cancellationToken);
            return ExitCode.Done;
        }

        if (arguments.GetValue(_log) is not { } log)
        {
            await _services.Output.WriteAsync(key.PublicKey.ToPem().AsMemory(), cancellationToken);
            return ExitCode.Done;
        }

        try
        {
            await _services.Output.WriteLineAsync(NoteVerifier.ForLog(log, key.PublicKey).ToString().AsMemory(), cancellationToken);
            return ExitCode.Done;
        }
        catch (InvalidOperationException)
        {
            throw new CommandException($"concordat: a log signs with Ed25519, and this key is of {key.Algorithm}");
        }
        catch (ArgumentException)
        {
            throw new CommandException($"concordat: `{log}` is no name for a log (no spaces, no `+`; such as `example.org/concordat`)");
        }
    }
}
