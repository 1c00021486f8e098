using Concordat.Safeguards.Sentences;

namespace Concordat.RedLines;

/// <summary>A product with weights and a bias, forth and back.</summary>
internal sealed class Dense(float[] weights, float[] bias, int inner, int columns)
{
    public Parameter Weights { get; } = new(weights);

    public Parameter Bias { get; } = new(bias);

    public int Inner => inner;

    public int Columns => columns;

    public float[] Forward(float[] from, int count)
    {
        var to = new float[count * columns];
        for (var row = 0; row < count; row++)
        {
            Bias.Values.CopyTo(to, row * columns);
        }

        Products.Add(from, count, inner, Weights.Values, columns, to);
        return to;
    }

    /// <summary>Adds to the gradients, and returns the gradient of what came in.</summary>
    public float[] Backward(float[] from, float[] gradient, int count)
    {
        AddGradients(from, gradient, count);
        var back = new float[count * inner];
        Products.AddTransposed(gradient, count, columns, Weights.Values, inner, back);
        return back;
    }

    /// <summary>Adds to the gradients.</summary>
    public void AddGradients(float[] from, float[] gradient, int count)
    {
        Products.AddOuter(from, count, inner, gradient, columns, Weights.Gradient);
        for (var row = 0; row < count; row++)
        {
            FloatMath.Add(gradient.AsSpan(row * columns, columns), Bias.Gradient);
        }
    }
}
