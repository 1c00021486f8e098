using System.CommandLine;
using Concordat.Retention;

namespace Concordat.Commands;

/// <summary><c>ledger hold release</c>: ends a legal hold.</summary>
internal sealed class LedgerHoldReleaseCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Name of the hold, as `ledger hold list` shows it." };
    private readonly CauseOptions _cause = new();

    public LedgerHoldReleaseCommand(CommandServices services)
        : base("release", "End a hold. What it kept goes with the next pruning.")
    {
        _services = services;
        Add(_id);
        _cause.AddTo(this);
        SetAction((arguments, cancellationToken) => _cause.RunAsync(
            arguments, new RetentionAct { Name = RetentionAct.Release, Id = arguments.GetValue(_id) }, _services, cancellationToken));
    }
}
