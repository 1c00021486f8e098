using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Concordat.RedLines;

/// <summary>Products of matrices, rows one after the other; the widths of results are multiples of 32. Runs on all processors.</summary>
internal static class Products
{
    private const int Panel = 32;
    private const int Rows = 8;

    /// <summary>Adds <c>left * right</c> to a sum: count × inner times inner × columns.</summary>
    public static void Add(float[] left, int count, int inner, float[] right, int columns, float[] sum) => InPanels(columns, inner, (panel, packed) =>
    {
        for (var row = 0; row < inner; row++)
        {
            right.AsSpan((row * columns) + panel, Panel).CopyTo(packed.AsSpan(row * Panel));
        }

        AddPanel(left, count, inner, packed, sum, columns, panel);
    });

    /// <summary>Adds <c>left * transposed right</c> to a sum; <paramref name="right"/> is columns × inner.</summary>
    public static void AddTransposed(float[] left, int count, int inner, float[] right, int columns, float[] sum) => InPanels(columns, inner, (panel, packed) =>
    {
        for (var column = 0; column < Panel; column++)
        {
            var from = right.AsSpan((panel + column) * inner, inner);
            for (var row = 0; row < from.Length; row++)
            {
                packed[(row * Panel) + column] = from[row];
            }
        }

        AddPanel(left, count, inner, packed, sum, columns, panel);
    });

    /// <summary>Adds <c>transposed left * right</c> to a sum of width × columns, as gradients of weights need it.</summary>
    public static void AddOuter(float[] left, int count, int width, float[] right, int columns, float[] sum)
    {
        var turned = ArrayPool<float>.Shared.Rent(count * width);
        for (var row = 0; row < count; row++)
        {
            var from = left.AsSpan(row * width, width);
            for (var i = 0; i < from.Length; i++)
            {
                turned[(i * count) + row] = from[i];
            }
        }

        Add(turned, width, count, right, columns, sum);
        ArrayPool<float>.Shared.Return(turned);
    }

    private static void InPanels(int columns, int inner, Action<int, float[]> add) => Parallel.For(0, columns / Panel, number =>
    {
        var packed = ArrayPool<float>.Shared.Rent(inner * Panel);
        add(number * Panel, packed);
        ArrayPool<float>.Shared.Return(packed);
    });

    private static void AddPanel(float[] left, int count, int inner, float[] packed, float[] sum, int columns, int panel)
    {
        if (left.Length < count * inner || packed.Length < inner * Panel || sum.Length < count * columns)
        {
            throw new ArgumentException("shorter than the product needs", nameof(left));
        }

        ref var w = ref MemoryMarshal.GetArrayDataReference(packed);
        var row = 0;
        for (; row + Rows <= count; row += Rows)
        {
            Add8(ref left[row * inner], (nuint)inner, ref w, ref sum[(row * columns) + panel], (nuint)columns);
        }

        for (; row < count; row++)
        {
            Add1(ref left[row * inner], (nuint)inner, ref w, ref sum[(row * columns) + panel]);
        }
    }

    private static void Add8(ref float x, nuint inner, ref float w, ref float to, nuint columns)
    {
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        Vector512<float> e0 = default, e1 = default, f0 = default, f1 = default, g0 = default, g1 = default, h0 = default, h1 = default;
        for (nuint i = 0; i < inner; i++)
        {
            var w0 = Vector512.LoadUnsafe(ref w, i * Panel);
            var w1 = Vector512.LoadUnsafe(ref w, (i * Panel) + 16);
            var v = Vector512.Create(Unsafe.Add(ref x, i));
            (a0, a1) = (Vector512.FusedMultiplyAdd(v, w0, a0), Vector512.FusedMultiplyAdd(v, w1, a1));
            v = Vector512.Create(Unsafe.Add(ref x, i + inner));
            (b0, b1) = (Vector512.FusedMultiplyAdd(v, w0, b0), Vector512.FusedMultiplyAdd(v, w1, b1));
            v = Vector512.Create(Unsafe.Add(ref x, i + (2 * inner)));
            (c0, c1) = (Vector512.FusedMultiplyAdd(v, w0, c0), Vector512.FusedMultiplyAdd(v, w1, c1));
            v = Vector512.Create(Unsafe.Add(ref x, i + (3 * inner)));
            (d0, d1) = (Vector512.FusedMultiplyAdd(v, w0, d0), Vector512.FusedMultiplyAdd(v, w1, d1));
            v = Vector512.Create(Unsafe.Add(ref x, i + (4 * inner)));
            (e0, e1) = (Vector512.FusedMultiplyAdd(v, w0, e0), Vector512.FusedMultiplyAdd(v, w1, e1));
            v = Vector512.Create(Unsafe.Add(ref x, i + (5 * inner)));
            (f0, f1) = (Vector512.FusedMultiplyAdd(v, w0, f0), Vector512.FusedMultiplyAdd(v, w1, f1));
            v = Vector512.Create(Unsafe.Add(ref x, i + (6 * inner)));
            (g0, g1) = (Vector512.FusedMultiplyAdd(v, w0, g0), Vector512.FusedMultiplyAdd(v, w1, g1));
            v = Vector512.Create(Unsafe.Add(ref x, i + (7 * inner)));
            (h0, h1) = (Vector512.FusedMultiplyAdd(v, w0, h0), Vector512.FusedMultiplyAdd(v, w1, h1));
        }

        Store(a0, a1, ref to);
        Store(b0, b1, ref Unsafe.Add(ref to, columns));
        Store(c0, c1, ref Unsafe.Add(ref to, 2 * columns));
        Store(d0, d1, ref Unsafe.Add(ref to, 3 * columns));
        Store(e0, e1, ref Unsafe.Add(ref to, 4 * columns));
        Store(f0, f1, ref Unsafe.Add(ref to, 5 * columns));
        Store(g0, g1, ref Unsafe.Add(ref to, 6 * columns));
        Store(h0, h1, ref Unsafe.Add(ref to, 7 * columns));
    }

    private static void Add1(ref float x, nuint inner, ref float w, ref float to)
    {
        Vector512<float> a0 = default, a1 = default;
        for (nuint i = 0; i < inner; i++)
        {
            var v = Vector512.Create(Unsafe.Add(ref x, i));
            a0 = Vector512.FusedMultiplyAdd(v, Vector512.LoadUnsafe(ref w, i * Panel), a0);
            a1 = Vector512.FusedMultiplyAdd(v, Vector512.LoadUnsafe(ref w, (i * Panel) + 16), a1);
        }

        Store(a0, a1, ref to);
    }

    private static void Store(Vector512<float> left, Vector512<float> right, ref float to)
    {
        (Vector512.LoadUnsafe(ref to) + left).StoreUnsafe(ref to);
        (Vector512.LoadUnsafe(ref to, 16) + right).StoreUnsafe(ref to, 16);
    }
}
