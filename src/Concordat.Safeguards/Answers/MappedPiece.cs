using System.Runtime.InteropServices;

namespace Concordat.Safeguards.Answers;

/// <summary>A stretch of text of an answer: where it stands, how long it is as written, and to which text it belongs.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MappedPiece(long Start, int Length, ulong Text, bool IsNumber)
{
    public long End => Start + Length;
}
