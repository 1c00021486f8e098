using System.Runtime.InteropServices;

namespace Concordat.Oversight.Meters;

/// <summary>Events of the last hour and the last 24 hours; each window is up to one minute longer than its name.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EventCounts(long Hour, long Day);
