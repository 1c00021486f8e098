using System.CommandLine;
using Concordat.Retention;

namespace Concordat.Commands;

/// <summary><c>ledger delete-salts</c>: makes old commitments meaningless.</summary>
internal sealed class LedgerDeleteSaltsCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string> _before = new("--before") { Description = "Delete the salts of the days before this one.", HelpName = "DAY", Required = true };
    private readonly CauseOptions _cause = new();

    public LedgerDeleteSaltsCommand(CommandServices services)
        : base("delete-salts", "Delete the salts of old days for good: nobody can then show, or guess, what their entries commit to.")
    {
        _services = services;
        Add(_before);
        _cause.AddTo(this);
        SetAction((arguments, cancellationToken) => _cause.RunAsync(
            arguments,
            new RetentionAct { Name = RetentionAct.DeleteSalts, Before = LedgerSince.Time("--before", arguments.GetValue(_before)!) },
            _services,
            cancellationToken));
    }
}
