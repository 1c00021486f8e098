using System.CommandLine;
using Concordat.Ledger.Witnessing;

namespace Concordat.Commands;

/// <summary><c>ledger evidence</c>: whether a file proves that a log contradicts itself.</summary>
internal sealed class LedgerEvidenceCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE") { Description = "Evidence that a witness or `ledger verify --evidence` wrote." };
    private readonly Option<string> _key = new("--key") { Description = "Verifier key of the log, known from elsewhere.", HelpName = "VKEY", Required = true };

    public LedgerEvidenceCommand(CommandServices services)
        : base("evidence", "Check a file of evidence against a ledger, with its public key alone. Ends with 1 if it proves nothing.")
    {
        _services = services;
        Add(_file);
        Add(_key);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_file)!;
        if (new FileInfo(path) is { Exists: true, Length: > ForkEvidence.MaxBytes })
        {
            throw new CommandException($"concordat: `{path}` is larger than any evidence, {ForkEvidence.MaxBytes} bytes");
        }

        var finding = ForkEvidence.Parse(await File.ReadAllBytesAsync(path, cancellationToken)).Check(arguments.GetValue(_key)!);
        await _services.Output.WriteLineAsync(finding switch
        {
            ForkFinding.TwoTrees => "proven: the log signed two different trees of one size",
            ForkFinding.RewrittenPast => "proven: the log signed a tree that does not begin with the smaller tree that it signed",
            ForkFinding.Unproven => "not proven: the log signed both checkpoints; ask it for the proof that the larger continues the smaller",
            _ => "nothing: the log did not sign both checkpoints, or they fit together",
        });
        return finding is ForkFinding.TwoTrees or ForkFinding.RewrittenPast ? ExitCode.Done : ExitCode.CheckFailed;
    }
}
