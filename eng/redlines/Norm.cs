namespace Concordat.RedLines;

/// <summary>Layer normalization, forth and back.</summary>
internal sealed class Norm(float[] scale, float[] bias)
{
    private const float Epsilon = 1e-6f;

    public Parameter Scale { get; } = new(scale);

    public Parameter Bias { get; } = new(bias);

    public float[] Forward(float[] from, int count, out Kept kept)
    {
        var width = Scale.Values.Length;
        var to = new float[count * width];
        kept = new Kept(new float[count], new float[count * width]);
        for (var row = 0; row < count; row++)
        {
            var x = from.AsSpan(row * width, width);
            float mean = 0, variance = 0;
            foreach (var value in x)
            {
                mean += value / width;
            }

            foreach (var value in x)
            {
                variance += (value - mean) * (value - mean) / width;
            }

            var factor = kept.Factors[row] = 1 / MathF.Sqrt(variance + Epsilon);
            for (var i = 0; i < width; i++)
            {
                var value = kept.Normed[(row * width) + i] = (x[i] - mean) * factor;
                to[(row * width) + i] = (value * Scale.Values[i]) + Bias.Values[i];
            }
        }

        return to;
    }

    /// <summary>Adds to the gradients, and to that of what came in.</summary>
    public void Backward(float[] gradient, Kept kept, int count, float[] sum)
    {
        var width = Scale.Values.Length;
        for (var row = 0; row < count; row++)
        {
            var at = row * width;
            float mean = 0, slope = 0;
            for (var i = 0; i < width; i++)
            {
                var scaled = gradient[at + i] * Scale.Values[i];
                mean += scaled / width;
                slope += scaled * kept.Normed[at + i] / width;
                Scale.Gradient[i] += gradient[at + i] * kept.Normed[at + i];
                Bias.Gradient[i] += gradient[at + i];
            }

            for (var i = 0; i < width; i++)
            {
                sum[at + i] += kept.Factors[row] * ((gradient[at + i] * Scale.Values[i]) - mean - (kept.Normed[at + i] * slope));
            }
        }
    }

    internal sealed record Kept(float[] Factors, float[] Normed);
}
