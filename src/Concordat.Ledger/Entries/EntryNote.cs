using System.Runtime.InteropServices;

namespace Concordat.Ledger.Entries;

/// <summary>What the check of a whole record remembers of one entry.</summary>
/// <param name="Kind">What it records.</param>
/// <param name="Exchange">Id of the exchange; 0 where there is none.</param>
/// <param name="Time">When it was written, in microseconds since the year 1.</param>
/// <param name="Decision">Index of the decision it belongs to; -1 where there is none.</param>
/// <param name="Permits">Whether it lets something out.</param>
/// <param name="Starts">Whether it says that the gateway has started.</param>
/// <param name="Signer">The first half of the id of the key that signed what it records, or that it revokes; 0 where there is none.</param>
/// <param name="Errs">Whether it says that something did not count.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EntryNote(EntryKind Kind, UInt128 Exchange, long Time, long Decision, bool Permits, bool Starts, UInt128 Signer, bool Errs);
