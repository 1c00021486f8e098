using System.CommandLine;
using System.Text;
using Concordat.Ledger.Witnessing;

namespace Concordat.Commands;

/// <summary><c>witness export</c>: the log's side of the exchange of files, on the way out.</summary>
internal sealed class WitnessExportCommand : Command
{
    private readonly CommandServices _services;
    private readonly LedgerTarget _ledger = new();
    private readonly Option<long> _old = new("--old") { Description = "Entries that the witness has cosigned so far; 0 for the first time.", HelpName = "N" };

    public WitnessExportCommand(CommandServices services)
        : base("export", "Write the newest checkpoint, with the proof that it continues an older one, for a witness to sign.")
    {
        _services = services;
        Add(_old);
        _ledger.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var reader = _ledger.Open(arguments, _services);
        var old = arguments.GetValue(_old);
        if (old < 0 || old > reader.Size)
        {
            throw new CommandException($"concordat: `--old` must be from 0 to {reader.Size}, the size of the log, not {old}");
        }

        var request = new AddCheckpointRequest(old, [.. reader.ConsistencyProof(old)], Encoding.UTF8.GetBytes(reader.CheckpointText)).ToBytes();
        await _ledger.WriteAsync(arguments, request, Encoding.UTF8.GetString(request), _services, cancellationToken);
        return ExitCode.Done;
    }
}
