using Concordat.Safeguards.Sentences;

namespace Concordat.RedLines;

/// <summary>The second layer of the encoder, forth and back over a batch of texts.</summary>
internal sealed class TopLayer(float scale, Norm attentionNorm, Dense queriesKeysValues, Dense output, Norm forwardNorm, Dense expand, Dense contract)
{
    private const int Heads = 4;
    private const int Width = SentenceEncoder.Dimensions;
    private const int Size = Width / Heads;

    public float Scale => scale;

    public Norm AttentionNorm => attentionNorm;

    public Norm ForwardNorm => forwardNorm;

    public Dense QueriesKeysValues => queriesKeysValues;

    public Dense Output => output;

    public Dense Expand => expand;

    public Dense Contract => contract;

    /// <summary>Runs over the pieces of several texts, one after the other.</summary>
    /// <param name="from">A vector for each piece.</param>
    /// <param name="starts">Where each text starts, and at the end the number of pieces.</param>
    /// <param name="kept">What the way back needs.</param>
    public float[] Forward(float[] from, int[] starts, out Kept kept)
    {
        var count = starts[^1];
        var normed = attentionNorm.Forward(from, count, out var firstNorm);
        var wide = queriesKeysValues.Forward(normed, count);
        var attention = new List<float[]>();
        var mixed = new float[count * Width];
        for (var text = 0; text + 1 < starts.Length; text++)
        {
            for (var head = 0; head < Heads; head++)
            {
                attention.Add(Attend(wide, mixed, starts[text], starts[text + 1] - starts[text], head * Size));
            }
        }

        var sum = output.Forward(mixed, count);
        FloatMath.Add(from, sum);
        var forward = forwardNorm.Forward(sum, count, out var secondNorm);
        var hidden = expand.Forward(forward, count);
        FloatMath.Rectify(hidden);
        var result = contract.Forward(hidden, count);
        FloatMath.Add(sum, result);
        kept = new Kept(starts, normed, firstNorm, wide, attention, mixed, secondNorm, forward, hidden);
        return result;
    }

    /// <summary>Adds to the gradients of the layer; what is below it is not trained.</summary>
    public void Backward(float[] gradient, Kept kept)
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
        var wide = new float[count * 3 * Width];
        var next = 0;
        for (var text = 0; text + 1 < kept.Starts.Length; text++)
        {
            for (var head = 0; head < Heads; head++)
            {
                AttendBack(kept.Wide, kept.Attention[next++], mixed, wide, kept.Starts[text], kept.Starts[text + 1] - kept.Starts[text], head * Size);
            }
        }

        attentionNorm.Backward(queriesKeysValues.Backward(kept.Normed, wide, count), kept.FirstNorm, count, new float[count * Width]);
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
                FloatMath.AddScaled(Part(wide, start + j, 2, offset), row[j], mixed.AsSpan(((start + i) * Width) + offset, Size));
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
            var from = mixed.AsSpan(((start + i) * Width) + offset, Size);
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

    private static Span<float> Part(float[] wide, int piece, int which, int offset) => wide.AsSpan((((piece * 3) + which) * Width) + offset, Size);

    internal sealed record Kept(
        int[] Starts, float[] Normed, Norm.Kept FirstNorm, float[] Wide, List<float[]> Attention, float[] Mixed, Norm.Kept SecondNorm, float[] Forward, float[] Hidden);
}
