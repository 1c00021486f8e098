namespace Concordat.RedLines;

/// <summary>Fits one weight a feature by logistic regression with AdaGrad (Duchi et al., 2011).</summary>
internal static class LinearTrainer
{
    private const int Rounds = 12;
    private const float Rate = 0.6f;
    private const float Shrink = 1e-6f;
    private const float ViolationWeight = 1.5f;

    /// <summary>The weights and the bias for one red line.</summary>
    public static (float[] Weights, float Bias) Fit(
        IReadOnlyList<CorpusLine> lines, int redLine, int features, Func<CorpusWindow, (int Bucket, float Value)[]> of)
    {
        var taught = lines.Where(line => line.Telling is not null && line.For(redLine).Weight > 0).ToArray();
        var random = new Random(1);
        var weights = new float[features];
        var squares = new float[features];
        float bias = 0, biasSquare = 0;
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(taught);
            foreach (var line in taught)
            {
                var (wanted, weight) = line.For(redLine);
                var found = of(line.Telling!);
                var sum = bias;
                foreach (var (bucket, value) in found)
                {
                    sum += weights[bucket] * value;
                }

                var slope = ((1 / (1 + MathF.Exp(-sum))) - wanted) * weight * (wanted > 0 ? ViolationWeight : 1);
                foreach (var (bucket, value) in found)
                {
                    var gradient = (slope * value) + (Shrink * weights[bucket]);
                    squares[bucket] += gradient * gradient;
                    weights[bucket] -= Rate * gradient / MathF.Sqrt(squares[bucket] + 1e-6f);
                }

                biasSquare += slope * slope;
                bias -= 0.15f * slope / MathF.Sqrt(biasSquare + 1e-6f);
            }
        }

        return (weights, bias);
    }

    public static float Sum((float[] Weights, float Bias) fitted, (int Bucket, float Value)[] features)
    {
        var sum = fitted.Bias;
        foreach (var (bucket, value) in features)
        {
            sum += fitted.Weights[bucket] * value;
        }

        return sum;
    }
}
