using Concordat.Ledger.Verification;

namespace Concordat.Ledger.Scrubbing;

/// <summary>What a scrub has found so far: all of it counted, the first of it kept. For one thread.</summary>
/// <param name="first">Told the first finding at once: a slow round may go on for hours.</param>
internal sealed class ScrubFindings(Action<LedgerFault>? first = null)
{
    private const int MostKept = 100;

    private readonly List<LedgerFault> _kept = [];

    public long Count { get; private set; }

    public IReadOnlyList<LedgerFault> Kept => _kept;

    /// <summary>Whether a file is among those kept.</summary>
    public bool Has(string file) => _kept.Exists(fault => string.Equals(fault.File, file, StringComparison.Ordinal));

    public void Add(LedgerFault fault)
    {
        Count++;
        if (_kept.Count < MostKept)
        {
            _kept.Add(fault);
        }

        if (Count == 1)
        {
            first?.Invoke(fault);
        }
    }

    public void Add(string code, string file, string message, long? offset = null, long? index = null) =>
        Add(LogFiles.Fault(code, file, message, offset, index).Fault);
}
