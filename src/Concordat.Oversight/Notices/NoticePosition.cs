using System.Runtime.InteropServices;

namespace Concordat.Oversight.Notices;

/// <summary>Where an event stands among all that became of cases; later ones are greater.</summary>
/// <param name="Transaction">Number of the transaction that brought it; 0 where the engine has one writer.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NoticePosition(long Transaction, long Sequence)
{
    /// <summary>Of what a channel tells that tells one thing.</summary>
    public static NoticePosition Only { get; } = new(0, 1);
}
