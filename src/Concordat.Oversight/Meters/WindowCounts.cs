using System.Runtime.InteropServices;

namespace Concordat.Oversight.Meters;

/// <summary>Distinct persons of the last hour, 24 hours and 30 days; each window is up to one minute longer than its name.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WindowCounts(long Hour, long Day, long Month);
