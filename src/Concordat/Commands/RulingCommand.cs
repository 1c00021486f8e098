using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>ruling</c>: what the panel decides once for every like case.</summary>
internal sealed class RulingCommand : Command
{
    public RulingCommand(CommandServices services)
        : base("ruling", "Propose, sign, apply, list, show and revoke rulings on grey areas, which hold for every like case.")
    {
        Add(new RulingProposeCommand(services));
        Add(new RulingSignCommand(services));
        Add(new RulingApplyCommand(services));
        Add(new RulingListCommand(services));
        Add(new RulingShowCommand(services));
        Add(new RulingRevokeCommand(services));
    }
}
