namespace Concordat.Ledger.Verification;

/// <summary>Ends a verification at its first fault; never leaves this room.</summary>
internal sealed class LedgerFaultException(LedgerFault fault) : Exception(fault.Message)
{
    public LedgerFault Fault => fault;
}
