namespace Concordat.Safeguards.Sentences;

/// <summary>Brings each vector to mean 0 and variance 1, then scales and shifts it.</summary>
internal sealed class LayerNorm(float[] scale, float[] bias)
{
    private const float Epsilon = 1e-6f;

    public void Apply(ReadOnlySpan<float> from, int count, Span<float> to)
    {
        var width = scale.Length;
        for (var row = 0; row < count; row++)
        {
            var x = from.Slice(row * width, width);
            var y = to.Slice(row * width, width);
            var mean = FloatMath.Sum(x) / width;
            for (var i = 0; i < x.Length; i++)
            {
                y[i] = x[i] - mean;
            }

            var factor = 1f / MathF.Sqrt((FloatMath.Dot(y, y) / width) + Epsilon);
            for (var i = 0; i < y.Length; i++)
            {
                y[i] = (y[i] * factor * scale[i]) + bias[i];
            }
        }
    }
}
