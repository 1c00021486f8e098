using System.CommandLine;
using Concordat.Retention;

namespace Concordat.Commands;

/// <summary><c>content shred</c>: destroys the keys of kept bodies.</summary>
internal sealed class ContentShredCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<long?> _entry = new("ENTRY") { Description = "Index of the entry whose body is to go.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _before = new("--before") { Description = "All bodies from before this time.", HelpName = "TIME" };
    private readonly Option<string?> _case = new("--case") { Description = "The bodies of the exchanges that opened or used this case.", HelpName = "ID" };
    private readonly CauseOptions _cause = new();

    public ContentShredCommand(CommandServices services)
        : base("shred", "Destroy the keys of kept bodies, so that nobody can open them again, not even from a copy. The ledger still verifies.")
    {
        _services = services;
        Add(_entry);
        Add(_before);
        Add(_case);
        _cause.AddTo(this);
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (entry, before, held) = (arguments.GetValue(_entry), arguments.GetValue(_before), arguments.GetValue(_case));
        if (new object?[] { entry, before, held }.Count(static each => each is not null) != 1)
        {
            throw new CommandException("concordat: give one of `ENTRY`, `--before TIME` and `--case ID`");
        }

        var act = new RetentionAct { Name = RetentionAct.Shred, Entry = entry, Before = before is null ? null : LedgerSince.Time("--before", before), Case = held };
        return _cause.RunAsync(arguments, act, _services, cancellationToken);
    }
}
