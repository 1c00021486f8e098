using System.Runtime.InteropServices;

namespace Concordat.Oversight.Meters;

/// <summary>How fast people approve what a use case asks for: grants signed within 30 days, and those signed in haste.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ApprovalPace(long Granted, long Hasty)
{
    /// <summary>The hasty ones in a hundred, rounded up; 0 where nothing was granted.</summary>
    public long HastyShare => Granted == 0 ? 0 : ((Hasty * 100) + Granted - 1) / Granted;
}
