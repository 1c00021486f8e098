using System.CommandLine;
using Concordat.Retention;

namespace Concordat.Commands;

/// <summary><c>ledger prune</c>: removes old entries; what is left still verifies.</summary>
internal sealed class LedgerPruneCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string?> _before = new("--before") { Description = "Remove the entries before this time, in whole bundles of 256.", HelpName = "TIME" };
    private readonly Option<long?> _keep = new("--keep") { Description = "Remove all but this many entries.", HelpName = "N" };
    private readonly CauseOptions _cause = new();

    public LedgerPruneCommand(CommandServices services)
        : base("prune", "Remove old entries for good; an entry says who did it, why and up to where. May be repeated after an interruption.")
    {
        _services = services;
        Add(_before);
        Add(_keep);
        _cause.AddTo(this);
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (before, keep) = (arguments.GetValue(_before), arguments.GetValue(_keep));
        if (before is null == keep is null)
        {
            throw new CommandException("concordat: give one of `--before TIME` and `--keep N`");
        }

        var act = new RetentionAct { Name = RetentionAct.Prune, Before = before is null ? null : LedgerSince.Time("--before", before), Keep = keep };
        return _cause.RunAsync(arguments, act, _services, cancellationToken);
    }
}
