using System.Runtime.InteropServices;
using Concordat.Safeguards.Sentences;

namespace Concordat.Safeguards.Suspicion;

/// <summary>A weight in 8 bits for each feature and red line, side by side so that one read finds all of a feature.</summary>
internal sealed class LearnedWeights
{
    private const int Lane = 4;

    private readonly ReadOnlyMemory<byte> _weights;
    private readonly float[] _scales;
    private readonly float[] _bias;

    public LearnedWeights(WeightFile file, int bits)
    {
        _scales = file.ReadFloats(RedLineModel.Lines);
        _bias = file.ReadFloats(RedLineModel.Lines);
        _weights = file.ReadBytes(Lane << bits);
    }

    /// <summary>Adds up the weights of the features of a text, one sum for each red line.</summary>
    public void Sum(ReadOnlySpan<Feature> features, Span<float> sums)
    {
        var weights = MemoryMarshal.Cast<byte, sbyte>(_weights.Span);
        float surveillance = 0, force = 0, decisions = 0;
        foreach (var (bucket, value) in features)
        {
            var at = weights.Slice(bucket * Lane, Lane);
            surveillance += at[0] * value;
            force += at[1] * value;
            decisions += at[2] * value;
        }

        sums[0] = (surveillance * _scales[0]) + _bias[0];
        sums[1] = (force * _scales[1]) + _bias[1];
        sums[2] = (decisions * _scales[2]) + _bias[2];
    }
}
