using System.CommandLine;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary>What every command needs by which a signatory speaks to a gateway.</summary>
internal sealed class PartyOptions
{
    private readonly Option<string> _key = new("--key")
    {
        Description = "The private key of the party that the person acts for: a PEM file, or `pkcs11:…` on a token.",
        HelpName = "FILE|URI",
        Required = true,
    };

    private readonly Option<string?> _gateway = new("--gateway")
    {
        Description = "Address of the gateway; `listen` of the configuration when left out.",
        HelpName = "URL",
    };

    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public void AddTo(Command command)
    {
        command.Add(_key);
        _passphrase.AddTo(command);
        command.Add(_gateway);
        command.Add(_configuration);
    }

    public Installation Load(ParseResult arguments, CommandServices services) => Installation.Load(arguments.GetValue(_configuration)!, services);

    public SigningKey OpenKey(ParseResult arguments, CommandServices services) => _passphrase.Load(arguments.GetValue(_key)!, arguments, services);

    /// <exception cref="CommandException">The address is none.</exception>
    public Uri AddressOf(ParseResult arguments, Installation installation) =>
        DeskHttpClient.AddressOf(arguments.GetValue(_gateway) ?? installation.Config.Listen);
}
