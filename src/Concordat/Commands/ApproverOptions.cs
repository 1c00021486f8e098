using System.CommandLine;
using Concordat.Oversight.Cases;

namespace Concordat.Commands;

/// <summary>What every command needs by which a person speaks about a case.</summary>
internal sealed class ApproverOptions
{
    private readonly Argument<string> _id = new("ID") { Description = "Id of the case, `case_…`." };
    private readonly SignerOptions _signer = new();

    public void AddTo(Command command)
    {
        command.Add(_id);
        _signer.AddTo(command);
    }

    /// <exception cref="CommandException">The id is no case id, or the address none.</exception>
    public CaseDeskClient Open(ParseResult arguments, CommandServices services)
    {
        var text = arguments.GetValue(_id)!;
        if (!CaseId.TryParse(text, out var id))
        {
            throw new CommandException($"concordat: `{text}` is not the id of a case; it begins with `case_`, and `concordat case list` shows them");
        }

        return new CaseDeskClient(_signer.GatewayOf(arguments, services), id, _signer.PersonOf(arguments), _signer.SignerOf(arguments, services), services.Time);
    }

    public string ConfigurationOf(ParseResult arguments) => _signer.ConfigurationOf(arguments);
}
