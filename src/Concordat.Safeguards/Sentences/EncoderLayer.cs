namespace Concordat.Safeguards.Sentences;

/// <summary>One layer of the transformer: attention over all pieces, then a feed-forward network, each with its sum and its norm before it.</summary>
internal sealed class EncoderLayer
{
    private const int Heads = 4;

    private readonly float _scale;
    private readonly LayerNorm _attentionNorm;
    private readonly PanelMatrix _queriesKeysValues;
    private readonly PanelMatrix _output;
    private readonly LayerNorm _forwardNorm;
    private readonly PanelMatrix _expand;
    private readonly PanelMatrix _contract;
    private readonly int _width;

    public EncoderLayer(WeightFile file, int width)
    {
        _width = width;
        _scale = file.ReadFloats(1)[0];
        _attentionNorm = new LayerNorm(file.ReadFloats(width), file.ReadFloats(width));
        _queriesKeysValues = file.ReadMatrix(width, 3 * width);
        _output = file.ReadMatrix(width, SentenceEncoder.Dimensions);
        _forwardNorm = new LayerNorm(file.ReadFloats(SentenceEncoder.Dimensions), file.ReadFloats(SentenceEncoder.Dimensions));
        _expand = file.ReadMatrix(SentenceEncoder.Dimensions, 3 * SentenceEncoder.Dimensions);
        _contract = file.ReadMatrix(3 * SentenceEncoder.Dimensions, SentenceEncoder.Dimensions);
    }

    /// <summary>Turns <paramref name="count"/> vectors in <paramref name="from"/> into as many of 512 numbers, added to those in <paramref name="sum"/>, which may be the same span.</summary>
    public void Run(ReadOnlySpan<float> from, int count, Span<float> sum, EncoderScratch scratch)
    {
        var wide = scratch.Wide.AsSpan(0, count * _queriesKeysValues.Columns);
        var narrow = scratch.Narrow.AsSpan(0, count * _width);
        _attentionNorm.Apply(from, count, narrow);
        _queriesKeysValues.Multiply(narrow, count, wide);
        Attend(wide, count, narrow, scratch.Weights);

        var result = scratch.Result.AsSpan(0, count * SentenceEncoder.Dimensions);
        _output.Multiply(narrow, count, result);
        FloatMath.Add(result, sum);

        var normed = scratch.Narrow.AsSpan(0, count * SentenceEncoder.Dimensions);
        _forwardNorm.Apply(sum, count, normed);
        wide = scratch.Wide.AsSpan(0, count * _expand.Columns);
        _expand.Multiply(normed, count, wide);
        FloatMath.Rectify(wide);
        _contract.Multiply(wide, count, result);
        FloatMath.Add(result, sum);
    }

    private void Attend(ReadOnlySpan<float> wide, int count, Span<float> to, Span<float> weights)
    {
        var row = 3 * _width;
        var size = _width / Heads;
        to.Clear();
        for (var head = 0; head < Heads; head++)
        {
            var offset = head * size;
            for (var i = 0; i < count; i++)
            {
                var query = wide.Slice((i * row) + offset, size);
                for (var j = 0; j < count; j++)
                {
                    weights[j] = FloatMath.Dot(query, wide.Slice((j * row) + _width + offset, size)) * _scale;
                }

                FloatMath.Softmax(weights[..count]);
                var sum = to.Slice((i * _width) + offset, size);
                for (var j = 0; j < count; j++)
                {
                    FloatMath.AddScaled(wide.Slice((j * row) + (2 * _width) + offset, size), weights[j], sum);
                }
            }
        }
    }
}
