using System.CommandLine;
using System.Text;

namespace Concordat.Commands;

/// <summary><c>ledger proof</c>: a receipt for one entry.</summary>
internal sealed class LedgerProofCommand : Command
{
    private readonly CommandServices _services;
    private readonly LedgerTarget _target = new();
    private readonly Argument<long> _index = new("N") { Description = "Index of the entry, as in the header `Concordat-Entry`." };
    private readonly Option<bool> _witnessed = new("--witnessed") { Description = "Prove it under the newest checkpoint that the witnesses cosigned." };

    public LedgerProofCommand(CommandServices services)
        : base("proof", "Print a receipt that proves, offline, that an entry is in the ledger (C2SP tlog-proof).")
    {
        _services = services;
        Add(_index);
        Add(_witnessed);
        _target.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var reader = _target.Open(arguments, _services, arguments.GetValue(_witnessed));
        var proof = reader.Proof(LedgerTarget.Covered(arguments.GetValue(_index), reader));
        await _target.WriteAsync(arguments, Encoding.UTF8.GetBytes(proof), proof, _services, cancellationToken);
        return ExitCode.Done;
    }
}
