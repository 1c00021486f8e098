namespace Concordat.Safeguards.Sentences;

/// <summary>A matrix of weights with a bias, stored in panels of 32 columns so that a product reads it once, in order.</summary>
internal abstract class PanelMatrix(float[] scales, float[] bias, int inner)
{
    /// <summary>Columns of one panel.</summary>
    protected const int Panel = 32;

    /// <summary>Number of columns: the width of a result.</summary>
    public int Columns => bias.Length;

    /// <summary>Number of rows: the width of an input.</summary>
    public int Inner => inner;

    protected float[] Scales => scales;

    protected float[] Bias => bias;

    /// <summary>Multiplies <paramref name="count"/> vectors, one after the other in <paramref name="from"/>, and adds the bias.</summary>
    public abstract void Multiply(ReadOnlySpan<float> from, int count, Span<float> to);
}
