using System.Runtime.InteropServices;

namespace Concordat.Safeguards.Sentences;

/// <summary>Vectors by number, as 32-bit floats or as 8-bit numbers with a scale per vector.</summary>
internal sealed class VectorTable(ReadOnlyMemory<byte> rows, float[]? scales, int width)
{
    /// <summary>Writes one vector.</summary>
    public void Read(int row, Span<float> vector)
    {
        if (scales is null)
        {
            MemoryMarshal.Cast<byte, float>(rows.Span).Slice(row * width, width).CopyTo(vector);
            return;
        }

        var from = MemoryMarshal.Cast<byte, sbyte>(rows.Span).Slice(row * width, width);
        for (var i = 0; i < width; i++)
        {
            vector[i] = from[i] * scales[row];
        }
    }
}
