namespace Concordat.Safeguards.Sentences;

/// <summary>What stands above the first layer: the second one, and the mean of all pieces through a last product.</summary>
internal sealed class EncoderTop
{
    private readonly EncoderLayer _layer;
    private readonly PanelMatrix _last;

    public EncoderTop(WeightFile file)
    {
        _layer = new EncoderLayer(file, SentenceEncoder.Dimensions);
        _last = file.ReadMatrix(SentenceEncoder.Dimensions, SentenceEncoder.Dimensions);
    }

    /// <summary>Turns the first layer's vectors of the pieces into the second's, in place, and writes the vector of the text, not yet of length 1.</summary>
    public void Run(Span<float> pieces, int count, EncoderScratch scratch, Span<float> vector)
    {
        _layer.Run(pieces, count, pieces, scratch);
        var mean = scratch.Narrow.AsSpan(0, SentenceEncoder.Dimensions);
        mean.Clear();
        for (var i = 0; i < count; i++)
        {
            FloatMath.AddScaled(pieces.Slice(i * SentenceEncoder.Dimensions, SentenceEncoder.Dimensions), 1f / count, mean);
        }

        _last.Multiply(mean, 1, vector);
        foreach (ref var value in vector)
        {
            value = MathF.Tanh(value);
        }
    }
}
