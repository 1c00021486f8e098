using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concordat.Safeguards.Sentences;

/// <summary>Weights as 32-bit floats.</summary>
internal readonly struct WholePanel : IPanelElement<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Read512(ref readonly float start, nuint offset) => Vector512.LoadUnsafe(in start, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Read256(ref readonly float start, nuint offset) => Vector256.LoadUnsafe(in start, offset);
}
