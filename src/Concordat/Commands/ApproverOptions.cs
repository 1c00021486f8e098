using System.CommandLine;
using Concordat.Oversight.Cases;

namespace Concordat.Commands;

/// <summary>What every command needs by which a person speaks about a case.</summary>
internal sealed class ApproverOptions
{
    private readonly Argument<string> _id = new("ID") { Description = "Id of the case, `case_…`." };
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
        command.Add(_id);
        command.Add(_key);
        command.Add(_cms);
        command.Add(_approver);
        _passphrase.AddTo(command);
        command.Add(_gateway);
        command.Add(_configuration);
    }

    /// <exception cref="CommandException">The id is no case id, or the address none.</exception>
    public CaseDeskClient Open(ParseResult arguments, CommandServices services)
    {
        var text = arguments.GetValue(_id)!;
        if (!CaseId.TryParse(text, out var id))
        {
            throw new CommandException($"concordat: `{text}` is not the id of a case; it begins with `case_`, and `concordat case list` shows them");
        }

        var address = arguments.GetValue(_gateway) ?? Installation.Load(arguments.GetValue(_configuration)!, services).Config.Listen;
        return new CaseDeskClient(DeskHttpClient.AddressOf(address), id, arguments.GetValue(_approver)!, SignerOf(arguments, services), services.Time);
    }

    public string ConfigurationOf(ParseResult arguments) => arguments.GetValue(_configuration)!;

    private IStatementSigner SignerOf(ParseResult arguments, CommandServices services) => (arguments.GetValue(_key), arguments.GetValue(_cms)) switch
    {
        ({ } key, null) => new KeySigner(_passphrase.Load(key, arguments, services)),
        (null, { } command) => new CmsSigner(command),
        _ => throw new CommandException("concordat: give one of `--key` and `--cms`"),
    };
}
