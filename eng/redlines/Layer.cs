using Concordat.Safeguards.Sentences;

namespace Concordat.RedLines;

/// <summary>A layer of the encoder, forth and back over a batch of texts.</summary>
internal sealed class Layer(int width, float scale, Norm attentionNorm, Dense queriesKeysValues, Dense output, Norm forwardNorm, Dense expand, Dense contract)
{
    private const int Heads = 4;

    private readonly int _size = width / Heads;

    public float Scale => scale;

    public Norm AttentionNorm => attentionNorm;

    public Norm ForwardNorm => forwardNorm;

    public Dense QueriesKeysValues => queriesKeysValues;

    public Dense Output => output;

    public Dense Expand => expand;

    public Dense Contract => contract;

    /// <summary>Runs over the pieces of several texts, one after the other.</summary>
    /// <param name="from">A vector for each piece.</param>
    /// <param name="residual">What the result is added to: <paramref name="from"/>, or the same made wider.</param>
    /// <param name="starts">Where each text starts, and at the end the number of pieces.</param>
    /// <param name="kept">What the way back needs.</param>
    public float[] Forward(float[] from, float[] residual, int[] starts, out Kept kept)
    {
        var count = starts[^1];
        var normed = attentionNorm.Forward(from, count, out var firstNorm);
        var wide = queriesKeysValues.Forward(normed, count);
        var attention = new float[(starts.Length - 1) * Heads][];
        var mixed = new float[count * width];
        Parallel.For(0, attention.Length, i =>
        {
            var (text, head) = Math.DivRem(i, Heads);
            attention[i] = Attend(wide, mixed, starts[text], starts[text + 1] - starts[text], head * _size);
        });

        var sum = output.Forward(mixed, count);
        FloatMath.Add(residual, sum);
        var forward = forwardNorm.Forward(sum, count, out var secondNorm);
        var hidden = expand.Forward(forward, count);
        FloatMath.Rectify(hidden);
        var result = contract.Forward(hidden, count);
        FloatMath.Add(sum, result);
        kept = new Kept(starts, normed, firstNorm, wide, attention, mixed, secondNorm, forward, hidden);
        return result;
    }

    /// <summary>Adds to the gradients of the layer.</summary>
    /// <param name="gradient">Of the result.</param>
    /// <param name="kept">From the way forth.</param>
    /// <param name="from">The gradient of what came in is added to it.</param>
    /// <returns>The gradient of the residual.</returns>
    public float[] Backward(float[] gradient, Kept kept, float[] from)
    {
        var count = kept.Starts[^1];
        var hidden = contract.Backward(kept.Hidden, gradient, count);
        for (var i = 0; i < hidden.Length; i++)
        {
            hidden[i] = kept.Hidden[i] > 0 ? hidden[i] : 0;
        }

        var sum = (float[])gradient.Clone();
        forwardNorm.Backward(expand.Backward(kept.Forward, hidden, count), kept.SecondNorm, count, sum);
        var mixed = output.Backward(kept.Mixed, sum, count);
        var wide = new float[count * 3 * width];
        Parallel.For(0, kept.Attention.Length, i =>
        {
            var (text, head) = Math.DivRem(i, Heads);
            AttendBack(kept.Wide, kept.Attention[i], mixed, wide, kept.Starts[text], kept.Starts[text + 1] - kept.Starts[text], head * _size);
        });

        attentionNorm.Backward(queriesKeysValues.Backward(kept.Normed, wide, count), kept.FirstNorm, count, from);
        return sum;
    }

    private float[] Attend(float[] wide, float[] mixed, int start, int count, int offset)
    {
        var weights = new float[count * count];
        for (var i = 0; i < count; i++)
        {
            var row = weights.AsSpan(i * count, count);
            for (var j = 0; j < count; j++)
            {
                row[j] = scale * FloatMath.Dot(Part(wide, start + i, 0, offset), Part(wide, start + j, 1, offset));
            }

            FloatMath.Softmax(row);
            for (var j = 0; j < count; j++)
            {
                FloatMath.AddScaled(Part(wide, start + j, 2, offset), row[j], mixed.AsSpan(((start + i) * width) + offset, _size));
            }
        }

        return weights;
    }

    private void AttendBack(float[] wide, float[] weights, float[] mixed, float[] gradient, int start, int count, int offset)
    {
        var slopes = new float[count];
        for (var i = 0; i < count; i++)
        {
            var row = weights.AsSpan(i * count, count);
            var from = mixed.AsSpan(((start + i) * width) + offset, _size);
            var mean = 0f;
            for (var j = 0; j < count; j++)
            {
                slopes[j] = FloatMath.Dot(from, Part(wide, start + j, 2, offset));
                mean += slopes[j] * row[j];
                FloatMath.AddScaled(from, row[j], Part(gradient, start + j, 2, offset));
            }

            for (var j = 0; j < count; j++)
            {
                var slope = row[j] * (slopes[j] - mean) * scale;
                FloatMath.AddScaled(Part(wide, start + j, 1, offset), slope, Part(gradient, start + i, 0, offset));
                FloatMath.AddScaled(Part(wide, start + i, 0, offset), slope, Part(gradient, start + j, 1, offset));
            }
        }
    }

    private Span<float> Part(float[] wide, int piece, int which, int offset) => wide.AsSpan((((piece * 3) + which) * width) + offset, _size);

    internal sealed record Kept(
        int[] Starts, float[] Normed, Norm.Kept FirstNorm, float[] Wide, float[][] Attention, float[] Mixed, Norm.Kept SecondNorm, float[] Forward, float[] Hidden);
}
