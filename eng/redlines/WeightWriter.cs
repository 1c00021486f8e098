using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Concordat.RedLines;

/// <summary>Writes weights in the layout that <see cref="Safeguards.Sentences.WeightFile"/> reads, with 8 bits each.</summary>
internal sealed class WeightWriter
{
    private const int Panel = 32;
    private const int Alignment = 64;
    private const uint SmallFormat = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public WeightWriter(string magic, int first)
    {
        _bytes.Write(Encoding.ASCII.GetBytes(magic));
        foreach (var number in (uint[])[SmallFormat, (uint)first, 0])
        {
            _bytes.Write(BitConverter.GetBytes(number));
        }
    }

    public void Floats(ReadOnlySpan<float> values)
    {
        Align();
        _bytes.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Weights for features, lines side by side; returns nothing but writes scales, biases and bytes.</summary>
    public void Lanes(float[][] weights, float[] offsets)
    {
        const int Lane = 4;
        var scales = weights.Select(Quantum).ToArray();
        var bytes = new sbyte[weights[0].Length * Lane];
        for (var line = 0; line < weights.Length; line++)
        {
            for (var i = 0; i < weights[line].Length; i++)
            {
                bytes[(i * Lane) + line] = (sbyte)MathF.Round(weights[line][i] / scales[line]);
            }
        }

        Floats(scales);
        Floats(offsets);
        Bytes(bytes);
    }

    public void Matrix(Dense dense)
    {
        var scales = new float[dense.Columns];
        var packed = new sbyte[dense.Inner * dense.Columns];
        for (var column = 0; column < dense.Columns; column++)
        {
            var at = column;
            var values = Enumerable.Range(0, dense.Inner).Select(row => dense.Weights.Values[(row * dense.Columns) + at]).ToArray();
            scales[column] = Quantum(values);
            for (var row = 0; row < dense.Inner; row++)
            {
                packed[(((column / Panel * dense.Inner) + row) * Panel) + (column % Panel)] = (sbyte)MathF.Round(values[row] / scales[column]);
            }
        }

        Floats(dense.Bias.Values);
        Floats(scales);
        Bytes(packed);
    }

    public byte[] End()
    {
        Align();
        return _bytes.WrittenSpan.ToArray();
    }

    private static float Quantum(float[] values)
    {
        var most = values.Max(MathF.Abs) / sbyte.MaxValue;
        return most > 0 ? most : 1;
    }

    private void Bytes(ReadOnlySpan<sbyte> values)
    {
        Align();
        _bytes.Write(MemoryMarshal.AsBytes(values));
    }

    private void Align() => _bytes.Write(new byte[(Alignment - (_bytes.WrittenCount % Alignment)) % Alignment]);
}
