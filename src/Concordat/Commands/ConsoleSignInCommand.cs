using System.CommandLine;
using System.Text;
using Concordat.Oversight.Sessions;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>console sign-in</c>: signs what the console's sign-in page shows, for that browser and that gateway alone.</summary>
internal sealed class ConsoleSignInCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _address = new("ADDRESS") { Description = "Address of the console, as your browser shows it: scheme, host and port." };
    private readonly Option<string> _nonce = new("--nonce") { Description = "What the sign-in page shows.", HelpName = "TEXT", Required = true };
    private readonly Option<string> _person = new("--as") { Description = "Your id under `approvers` or `console.people`.", HelpName = "PERSON", Required = true };
    private readonly Option<string> _key = new("--key") { Description = "Your private key: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
    private readonly PassphraseOptions _passphrase = new();

    public ConsoleSignInCommand(CommandServices services)
        : base("sign-in", "Sign in to the console with your key: prints what to paste into the sign-in page.")
    {
        _services = services;
        Add(_address);
        Add(_nonce);
        Add(_person);
        Add(_key);
        _passphrase.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var address = arguments.GetValue(_address)!.TrimEnd('/');
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery is not "/")
        {
            throw new CommandException($"concordat: `{address}` is not the address of a console, such as `https://concordat.example`; leave out what follows the port");
        }

        var nonce = arguments.GetValue(_nonce)!;
        if (nonce.Length != 43)
        {
            throw new CommandException("concordat: `--nonce` is not what a sign-in page shows; copy it whole");
        }

        using var key = _passphrase.Load(arguments.GetValue(_key)!, arguments, _services);
        var statement = new SignInStatement(address, nonce, arguments.GetValue(_person)!, _services.Time.GetUtcNow());
        var signed = DsseEnvelope.Create(SignInStatement.PayloadType, statement.ToPayload()).Sign(key).ToJson();
        await _services.Output.WriteLineAsync(Encoding.UTF8.GetString(signed).AsMemory(), cancellationToken);
        return ExitCode.Done;
    }
}
