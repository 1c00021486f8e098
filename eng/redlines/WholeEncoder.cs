using Concordat.Safeguards.Sentences;

namespace Concordat.RedLines;

/// <summary>What stands above the vectors of the pieces in the published encoder, with whole weights, as training begins with it.</summary>
internal sealed class WholeEncoder
{
    private const int Width = SentenceEncoder.Dimensions;
    private const int Panel = 32;

    public WholeEncoder(string file)
    {
        var weights = new WeightFile(File.ReadAllBytes(file), "CNCDENC1"u8, file);
        var pieces = weights.ReadPieces();
        weights.ReadRows(pieces.Length + 2, Width / 2);
        weights.ReadFloats(Width / 4);
        Widen = ReadDense(weights, Width / 2, Width);
        First = ReadLayer(weights, Width / 2);
        Second = ReadLayer(weights, Width);
        Last = ReadDense(weights, Width, Width);
        weights.End();
    }

    public Dense Widen { get; }

    public Layer First { get; }

    public Layer Second { get; }

    public Dense Last { get; }

    private static Layer ReadLayer(WeightFile file, int width)
    {
        var scale = file.ReadFloats(1)[0];
        var attentionNorm = new Norm(file.ReadFloats(width), file.ReadFloats(width));
        var queriesKeysValues = ReadDense(file, width, 3 * width);
        var output = ReadDense(file, width, Width);
        var forwardNorm = new Norm(file.ReadFloats(Width), file.ReadFloats(Width));
        return new Layer(width, scale, attentionNorm, queriesKeysValues, output, forwardNorm, ReadDense(file, Width, 3 * Width), ReadDense(file, 3 * Width, Width));
    }

    private static Dense ReadDense(WeightFile file, int inner, int columns)
    {
        var bias = file.ReadFloats(columns);
        file.ReadFloats(columns);
        var packed = file.ReadFloats(inner * columns);
        var weights = new float[inner * columns];
        var from = 0;
        for (var panel = 0; panel < columns; panel += Panel)
        {
            for (var row = 0; row < inner; row++)
            {
                packed.AsSpan(from, Panel).CopyTo(weights.AsSpan((row * columns) + panel));
                from += Panel;
            }
        }

        return new Dense(weights, bias, inner, columns);
    }
}
