using System.CommandLine;

namespace Concordat.Commands;

/// <summary>What every command needs by which a person says something to a gateway: who they are, by what they sign, and where the gateway is.</summary>
/// <param name="isOptional">Whether the command does without: then it asks a gateway only where the address of one is given.</param>
internal sealed class SignerOptions(bool isOptional = false)
{
    private readonly Option<string?> _key = new("--key") { Description = "Your private key: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI" };
    private readonly Option<string?> _cms = new("--cms")
    {
        Description = "Sign with a smart card instead: a command that gets the statement on its input and writes a detached CMS signature (DER).",
        HelpName = "COMMAND",
    };

    private readonly Option<string?> _person = new("--as")
    {
        Description = isOptional ? "Your id under `console.people` or `approvers`." : "Your id under `approvers`.",
        HelpName = isOptional ? "PERSON" : "APPROVER",
        Required = !isOptional,
    };

    private readonly Option<string?> _gateway = new("--gateway")
    {
        Description = isOptional ? "Address of a gateway to ask, with your signature; this installation is changed when left out." : "Address of the gateway; `listen` of the configuration when left out.",
        HelpName = "URL",
    };

    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public void AddTo(Command command)
    {
        command.Add(_key);
        command.Add(_cms);
        command.Add(_person);
        _passphrase.AddTo(command);
        command.Add(_gateway);
        command.Add(_configuration);
    }

    /// <exception cref="CommandException">Nobody is named.</exception>
    public string PersonOf(ParseResult arguments) => arguments.GetValue(_person) ?? throw new CommandException("concordat: say with `--as` who you are");

    /// <summary>Whether the address of a gateway is given.</summary>
    public bool HasGateway(ParseResult arguments) => arguments.GetValue(_gateway) is not null;

    public string ConfigurationOf(ParseResult arguments) => arguments.GetValue(_configuration)!;

    /// <exception cref="CommandException">The address is none.</exception>
    public Uri GatewayOf(ParseResult arguments, CommandServices services) =>
        DeskHttpClient.AddressOf(arguments.GetValue(_gateway) ?? Installation.Load(ConfigurationOf(arguments), services).Config.Listen);

    /// <exception cref="CommandException">None, or two ways to sign are named.</exception>
    public IStatementSigner SignerOf(ParseResult arguments, CommandServices services) => (arguments.GetValue(_key), arguments.GetValue(_cms)) switch
    {
        ({ } key, null) => new KeySigner(_passphrase.Load(key, arguments, services)),
        (null, { } command) => new CmsSigner(command),
        _ => throw new CommandException("concordat: give one of `--key` and `--cms`"),
    };
}
