using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Concordat.Safeguards.Sentences;

/// <summary>Weights in 8 bits; the scale of their column is multiplied in at the end.</summary>
internal readonly struct SmallPanel : IPanelElement<sbyte>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Read512(ref readonly sbyte start, nuint offset)
    {
        var bytes = Vector128.LoadUnsafe(in start, offset);
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(bytes));
        }

        var (lower, upper) = Vector128.Widen(bytes);
        return Vector512.ConvertToSingle(Vector512.Create(Vector256.Create(Vector128.WidenLower(lower), Vector128.WidenUpper(lower)),
            Vector256.Create(Vector128.WidenLower(upper), Vector128.WidenUpper(upper))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Read256(ref readonly sbyte start, nuint offset)
    {
        var bytes = Vector64.LoadUnsafe(in start, offset);
        if (Avx2.IsSupported)
        {
            return Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(bytes.ToVector128Unsafe()));
        }

        var (lower, upper) = Vector64.Widen(bytes);
        return Vector256.ConvertToSingle(Vector256.Create(Vector128.Create(Vector64.WidenLower(lower), Vector64.WidenUpper(lower)),
            Vector128.Create(Vector64.WidenLower(upper), Vector64.WidenUpper(upper))));
    }
}
