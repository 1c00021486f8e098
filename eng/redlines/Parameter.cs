namespace Concordat.RedLines;

/// <summary>Numbers that are learned, with their gradient, and the moments of Adam (Kingma and Ba, 2015).</summary>
internal sealed class Parameter(float[] values)
{
    private const float First = 0.9f;
    private const float Second = 0.999f;
    private const float Decay = 0.01f;

    private readonly float[] _mean = new float[values.Length];
    private readonly float[] _square = new float[values.Length];

    public float[] Values { get; } = values;

    public float[] Gradient { get; } = new float[values.Length];

    /// <summary>How fast it learns beside the others.</summary>
    public float Rate { get; init; } = 1;

    public void Step(float rate, int step)
    {
        var scale = rate * Rate;
        var meanScale = 1 / (1 - MathF.Pow(First, step));
        var squareScale = 1 / (1 - MathF.Pow(Second, step));
        for (var i = 0; i < Values.Length; i++)
        {
            var gradient = Gradient[i];
            _mean[i] = (First * _mean[i]) + ((1 - First) * gradient);
            _square[i] = (Second * _square[i]) + ((1 - Second) * gradient * gradient);
            Values[i] -= scale * ((_mean[i] * meanScale / (MathF.Sqrt(_square[i] * squareScale) + 1e-8f)) + (Decay * Values[i]));
        }

        Array.Clear(Gradient);
    }
}
