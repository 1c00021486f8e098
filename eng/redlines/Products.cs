using System.Runtime.InteropServices;
using Concordat.Safeguards.Sentences;

namespace Concordat.RedLines;

/// <summary>Products of matrices, rows one after the other; the widths of results are multiples of 32.</summary>
internal static class Products
{
    private const int Panel = 32;

    /// <summary>Adds <c>left * right</c> to a sum: count × inner times inner × columns.</summary>
    public static void Add(float[] left, int count, int inner, float[] right, int columns, float[] sum)
    {
        var packed = new byte[inner * columns * sizeof(float)];
        var floats = MemoryMarshal.Cast<byte, float>(packed.AsSpan());
        var to = 0;
        for (var panel = 0; panel < columns; panel += Panel)
        {
            for (var row = 0; row < inner; row++)
            {
                right.AsSpan((row * columns) + panel, Panel).CopyTo(floats[to..]);
                to += Panel;
            }
        }

        AddPacked(left, count, inner, packed, columns, sum);
    }

    /// <summary>Adds <c>left * transposed right</c> to a sum; <paramref name="right"/> is columns × inner.</summary>
    public static void AddTransposed(float[] left, int count, int inner, float[] right, int columns, float[] sum)
    {
        var packed = new byte[inner * columns * sizeof(float)];
        var floats = MemoryMarshal.Cast<byte, float>(packed.AsSpan());
        for (var column = 0; column < columns; column++)
        {
            var to = (column / Panel * Panel * inner) + (column % Panel);
            for (var row = 0; row < inner; row++, to += Panel)
            {
                floats[to] = right[(column * inner) + row];
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

    private static void AddPacked(float[] left, int count, int inner, byte[] packed, int columns, float[] sum)
    {
        var product = new float[count * columns];
        var ones = new float[columns];
        Array.Fill(ones, 1f);
        new TypedPanelMatrix<float, WholePanel>(packed, ones, new float[columns], inner).Multiply(left, count, product);
        FloatMath.Add(product, sum);
    }
}
