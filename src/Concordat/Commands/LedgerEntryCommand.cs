using System.CommandLine;
using System.Text;

namespace Concordat.Commands;

/// <summary><c>ledger entry</c>: one entry, as it was recorded.</summary>
internal sealed class LedgerEntryCommand : Command
{
    private readonly CommandServices _services;
    private readonly LedgerTarget _target = new();
    private readonly Argument<long> _index = new("N") { Description = "Index of the entry, as in the header `Concordat-Entry`." };

    public LedgerEntryCommand(CommandServices services)
        : base("entry", "Print one entry (JSON), checked against the ledger's hashes.")
    {
        _services = services;
        Add(_index);
        _target.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var reader = _target.Open(arguments, _services);
        var entry = reader.Entry(LedgerTarget.Covered(arguments.GetValue(_index), reader));
        await _target.WriteAsync(arguments, entry, Encoding.UTF8.GetString(entry), _services, cancellationToken);
        return ExitCode.Done;
    }
}
