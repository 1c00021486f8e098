using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concordat.RedLines;

/// <summary>Products of matrices, rows one after the other; the widths of results are multiples of 32.</summary>
internal static class Products
{
    private const int Panel = 32;

    /// <summary>Adds <c>left * right</c> to a sum: count × inner times inner × columns.</summary>
    public static void Add(float[] left, int count, int inner, float[] right, int columns, float[] sum)
    {
        var packed = new float[inner * columns];
        var to = 0;
        for (var panel = 0; panel < columns; panel += Panel)
        {
            for (var row = 0; row < inner; row++)
            {
                right.AsSpan((row * columns) + panel, Panel).CopyTo(packed.AsSpan(to));
                to += Panel;
            }
        }

        AddPacked(left, count, inner, packed, columns, sum);
    }

    /// <summary>Adds <c>left * transposed right</c> to a sum; <paramref name="right"/> is columns × inner.</summary>
    public static void AddTransposed(float[] left, int count, int inner, float[] right, int columns, float[] sum)
    {
        var packed = new float[inner * columns];
        for (var column = 0; column < columns; column++)
        {
            var to = (column / Panel * Panel * inner) + (column % Panel);
            for (var row = 0; row < inner; row++, to += Panel)
            {
                packed[to] = right[(column * inner) + row];
            }
        }

        AddPacked(left, count, inner, packed, columns, sum);
    }

    /// <summary>Adds <c>transposed left * right</c> to a sum of width × columns, as gradients of weights need it.</summary>
    public static void AddOuter(float[] left, int count, int width, float[] right, int columns, float[] sum)
    {
        var turned = new float[count * width];
        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < width; i++)
            {
                turned[(i * count) + row] = left[(row * width) + i];
            }
        }

        Add(turned, width, count, right, columns, sum);
    }

    private static void AddPacked(float[] left, int count, int inner, float[] packed, int columns, float[] sum)
    {
        if (left.Length < count * inner || sum.Length < count * columns)
        {
            throw new ArgumentException("the matrices do not fit each other", nameof(left));
        }

        var step = (nuint)inner;
        for (var column = 0; column < columns; column += Panel)
        {
            ref var w = ref packed[column * inner];
            var row = 0;
            for (; row + 4 <= count; row += 4)
            {
                ref var x = ref left[row * inner];
                Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
                for (nuint i = 0; i < step; i++)
                {
                    var w0 = Vector512.LoadUnsafe(ref w, i * Panel);
                    var w1 = Vector512.LoadUnsafe(ref w, (i * Panel) + 16);
                    var v = Vector512.Create(Unsafe.Add(ref x, i));
                    (a0, a1) = (Vector512.FusedMultiplyAdd(v, w0, a0), Vector512.FusedMultiplyAdd(v, w1, a1));
                    v = Vector512.Create(Unsafe.Add(ref x, i + step));
                    (b0, b1) = (Vector512.FusedMultiplyAdd(v, w0, b0), Vector512.FusedMultiplyAdd(v, w1, b1));
                    v = Vector512.Create(Unsafe.Add(ref x, i + (2 * step)));
                    (c0, c1) = (Vector512.FusedMultiplyAdd(v, w0, c0), Vector512.FusedMultiplyAdd(v, w1, c1));
                    v = Vector512.Create(Unsafe.Add(ref x, i + (3 * step)));
                    (d0, d1) = (Vector512.FusedMultiplyAdd(v, w0, d0), Vector512.FusedMultiplyAdd(v, w1, d1));
                }

                Store(sum, row, columns, column, a0, a1);
                Store(sum, row + 1, columns, column, b0, b1);
                Store(sum, row + 2, columns, column, c0, c1);
                Store(sum, row + 3, columns, column, d0, d1);
            }

            for (; row < count; row++)
            {
                ref var x = ref left[row * inner];
                Vector512<float> a0 = default, a1 = default;
                for (nuint i = 0; i < step; i++)
                {
                    var v = Vector512.Create(Unsafe.Add(ref x, i));
                    a0 = Vector512.FusedMultiplyAdd(v, Vector512.LoadUnsafe(ref w, i * Panel), a0);
                    a1 = Vector512.FusedMultiplyAdd(v, Vector512.LoadUnsafe(ref w, (i * Panel) + 16), a1);
                }

                Store(sum, row, columns, column, a0, a1);
            }
        }
    }

    private static void Store(float[] sum, int row, int columns, int column, Vector512<float> left, Vector512<float> right)
    {
        var at = sum.AsSpan((row * columns) + column, Panel);
        (left + Vector512.Create<float>(at)).CopyTo(at);
        (right + Vector512.Create<float>(at[16..])).CopyTo(at[16..]);
    }
}
