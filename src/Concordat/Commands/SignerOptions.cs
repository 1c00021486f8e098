using System.CommandLine;

namespace Concordat.Commands;

/// <summary>What every command needs by which a person says something to a gateway: who they are, by what they sign, and where the gateway is.</summary>
internal sealed class SignerOptions
{
    private readonly Option<string?> _key = new("--key") { Description = "Your private key: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI" };
    private readonly Option<string?> _cms = new("--cms")
    {
        Description = "Sign with a smart card instead: a command that gets the statement on its input and writes a detached CMS signature (DER).",
        HelpName = "COMMAND",
    };

    private readonly Option<string> _approver = new("--as") { Description = "Your id under `approvers`.", HelpName = "APPROVER", Required = true };
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
        command.Add(_cms);
        command.Add(_approver);
        _passphrase.AddTo(command);
        command.Add(_gateway);
        command.Add(_configuration);
    }

    public string PersonOf(ParseResult arguments) => arguments.GetValue(_approver)!;

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
