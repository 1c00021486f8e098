using System.CommandLine;
using Concordat.Oversight.Cases;

namespace Concordat.Commands;

/// <summary>What every command needs by which a person speaks about a case.</summary>
internal sealed class ApproverOptions
{
    private readonly Argument<string> _id = new("ID") { Description = "Id of the case, `case_…`." };
    private readonly Option<string> _key = new("--key") { Description = "Your private key: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI", Required = true };
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
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new CommandException($"concordat: `{address}` is not the address of a gateway, such as `http://127.0.0.1:8787`");
        }

        return new CaseDeskClient(url, id, arguments.GetValue(_approver)!, _passphrase.Load(arguments.GetValue(_key)!, arguments, services), services.Time);
    }
}
