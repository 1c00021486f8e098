namespace Concordat.Safeguards.Sentences;

/// <summary>What stands above the vectors of the pieces: two layers, and the mean of all pieces through a last product.</summary>
internal sealed class EncoderStack
{
    private readonly PanelMatrix _widen;
    private readonly EncoderLayer _first;
    private readonly EncoderLayer _second;
    private readonly PanelMatrix _last;

    public EncoderStack(WeightFile file)
    {
        _widen = file.ReadMatrix(SentenceEncoder.InputWidth, SentenceEncoder.Dimensions);
        _first = new EncoderLayer(file, SentenceEncoder.InputWidth);
        _second = new EncoderLayer(file, SentenceEncoder.Dimensions);
        _last = file.ReadMatrix(SentenceEncoder.Dimensions, SentenceEncoder.Dimensions);
    }

    /// <summary>
    /// Turns the pieces in <see cref="EncoderScratch.Input"/> into vectors in <see cref="EncoderScratch.Sum"/>, and writes the vector of the text,
    /// not yet of length 1.
    /// </summary>
    public void Run(int count, EncoderScratch scratch, Span<float> vector)
    {
        var input = scratch.Input.AsSpan(0, count * SentenceEncoder.InputWidth);
        var pieces = scratch.Sum.AsSpan(0, count * SentenceEncoder.Dimensions);
        _widen.Multiply(input, count, pieces);
        _first.Run(input, count, pieces, scratch);
        _second.Run(pieces, count, pieces, scratch);
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
