using Concordat.Safeguards.Sentences;

namespace Concordat.Safeguards.Suspicion;

/// <summary>What is learned for one red line on top of the encoder: a weight for the text as a whole, and attention to its telling pieces.</summary>
internal sealed class LineHead(WeightFile file)
{
    private readonly float[] _whole = file.ReadFloats(SentenceEncoder.Dimensions);
    private readonly float[] _query = file.ReadFloats(SentenceEncoder.Dimensions);
    private readonly float[] _telling = file.ReadFloats(SentenceEncoder.Dimensions);
    private readonly float _bias = file.ReadFloats(1)[0];

    /// <summary>The sum for a text.</summary>
    /// <param name="text">The vector of the text.</param>
    /// <param name="pieces">The vectors of its pieces, one after the other.</param>
    /// <param name="weights">Room for one number a piece.</param>
    public float Sum(ReadOnlySpan<float> text, ReadOnlySpan<float> pieces, Span<float> weights)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = FloatMath.Dot(pieces.Slice(i * SentenceEncoder.Dimensions, SentenceEncoder.Dimensions), _query);
        }

        FloatMath.Softmax(weights);
        var sum = FloatMath.Dot(text, _whole) + _bias;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * FloatMath.Dot(pieces.Slice(i * SentenceEncoder.Dimensions, SentenceEncoder.Dimensions), _telling);
        }

        return sum;
    }
}
