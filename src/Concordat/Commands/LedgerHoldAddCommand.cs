using System.CommandLine;
using Concordat.Retention;

namespace Concordat.Commands;

/// <summary><c>ledger hold add</c>: puts entries under a legal hold.</summary>
internal sealed class LedgerHoldAddCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Short name, such as the number of the proceeding." };
    private readonly Option<long> _from = new("--from") { Description = "The first entry held.", HelpName = "N", Required = true };
    private readonly Option<long?> _to = new("--to") { Description = "The last entry held; all from the first on when left out.", HelpName = "N" };
    private readonly CauseOptions _cause = new();

    public LedgerHoldAddCommand(CommandServices services)
        : base("add", "Hold entries, with their content and salts, until the hold is released.")
    {
        _services = services;
        Add(_id);
        Add(_from);
        Add(_to);
        _cause.AddTo(this);
        SetAction((arguments, cancellationToken) => _cause.RunAsync(
            arguments,
            new RetentionAct { Name = RetentionAct.Hold, Id = arguments.GetValue(_id), First = arguments.GetValue(_from), Last = arguments.GetValue(_to) },
            _services,
            cancellationToken));
    }
}
