using System.Runtime.InteropServices;

namespace Concordat.Oversight.Budgets;

/// <summary>What a node may hold from now on.</summary>
/// <param name="Extra">How much more than it said to keep; 0 where what it needs is not left.</param>
/// <param name="SpentByOthers">What the other nodes have spent in the window.</param>
/// <param name="HeldByOthers">What the other nodes hold.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LeaseAnswer(long Extra, long SpentByOthers, long HeldByOthers);
