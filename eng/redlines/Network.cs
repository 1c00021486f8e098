using System.Runtime.InteropServices;
using Concordat.Safeguards.Sentences;

namespace Concordat.RedLines;

/// <summary>What is trained above the vectors of the pieces: both layers of the encoder, the product of the mean, and a head for each red line.</summary>
internal sealed class Network
{
    private const int Width = SentenceEncoder.Dimensions;
    private const int InputWidth = Width / 2;
    private const int Lines = 3;
    private const float HeadRate = 5;

    public Network(WholeEncoder whole, int seed)
    {
        Widen = whole.Widen;
        First = whole.First;
        Second = whole.Second;
        Last = whole.Last;
        var random = new Random(seed);
        Whole = [.. Heads(random)];
        Query = [.. Heads(random)];
        Telling = [.. Heads(random)];
        Bias = new Parameter(new float[Lines]) { Rate = HeadRate };
    }

    public Dense Widen { get; }

    public Layer First { get; }

    public Layer Second { get; }

    public Dense Last { get; }

    public Parameter[] Whole { get; }

    public Parameter[] Query { get; }

    public Parameter[] Telling { get; }

    public Parameter Bias { get; }

    public IEnumerable<Parameter> Parameters =>
    [
        .. new[] { Widen, Last }.Concat(Layers.SelectMany(layer => new[] { layer.QueriesKeysValues, layer.Output, layer.Expand, layer.Contract }))
            .SelectMany(dense => new[] { dense.Weights, dense.Bias }),
        .. Layers.SelectMany(layer => new[] { layer.AttentionNorm, layer.ForwardNorm }).SelectMany(norm => new[] { norm.Scale, norm.Bias }),
        .. Whole, .. Query, .. Telling, Bias,
    ];

    /// <summary>Writes what was learned, to measure it again without learning.</summary>
    public void Save(string file)
    {
        using var stream = File.Create(file);
        foreach (var parameter in Parameters)
        {
            stream.Write(MemoryMarshal.AsBytes(parameter.Values.AsSpan()));
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(string file)
    {
        using var stream = File.OpenRead(file);
        foreach (var parameter in Parameters)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(parameter.Values.AsSpan()));
        }
    }

    private Layer[] Layers => [First, Second];

    /// <summary>The sums of a batch: for each text, one for each red line.</summary>
    public float[] Forward(IReadOnlyList<float[]> texts, out Kept kept)
    {
        var starts = new int[texts.Count + 1];
        for (var i = 0; i < texts.Count; i++)
        {
            starts[i + 1] = starts[i] + (texts[i].Length / InputWidth);
        }

        var input = new float[starts[^1] * InputWidth];
        for (var i = 0; i < texts.Count; i++)
        {
            texts[i].CopyTo(input, starts[i] * InputWidth);
        }

        var lower = First.Forward(input, Widen.Forward(input, starts[^1]), starts, out var first);
        var pieces = Second.Forward(lower, lower, starts, out var second);
        var means = new float[texts.Count * Width];
        for (var i = 0; i < texts.Count; i++)
        {
            for (var piece = starts[i]; piece < starts[i + 1]; piece++)
            {
                FloatMath.AddScaled(Row(pieces, piece), 1f / (starts[i + 1] - starts[i]), Row(means, i));
            }
        }

        var vectors = Last.Forward(means, texts.Count);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = MathF.Tanh(vectors[i]);
        }

        var weights = new float[Lines][];
        var pooled = new float[Lines][];
        var sums = new float[texts.Count * Lines];
        for (var line = 0; line < Lines; line++)
        {
            weights[line] = new float[starts[^1]];
            pooled[line] = new float[texts.Count * Width];
            for (var i = 0; i < texts.Count; i++)
            {
                for (var piece = starts[i]; piece < starts[i + 1]; piece++)
                {
                    weights[line][piece] = FloatMath.Dot(Row(pieces, piece), Query[line].Values);
                }

                FloatMath.Softmax(weights[line].AsSpan(starts[i], starts[i + 1] - starts[i]));
                for (var piece = starts[i]; piece < starts[i + 1]; piece++)
                {
                    FloatMath.AddScaled(Row(pieces, piece), weights[line][piece], Row(pooled[line], i));
                }

                sums[(i * Lines) + line] = Bias.Values[line] + FloatMath.Dot(Row(vectors, i), Whole[line].Values) + FloatMath.Dot(Row(pooled[line], i), Telling[line].Values);
            }
        }

        kept = new Kept(starts, input, pieces, first, second, means, vectors, weights, pooled);
        return sums;
    }

    /// <summary>Adds to all gradients.</summary>
    /// <param name="gradient">Of the sums.</param>
    /// <param name="kept">From the way forth.</param>
    public void Backward(float[] gradient, Kept kept)
    {
        var texts = kept.Starts.Length - 1;
        var pieces = new float[kept.Pieces.Length];
        var vectors = new float[texts * Width];
        for (var i = 0; i < texts; i++)
        {
            for (var line = 0; line < Lines; line++)
            {
                var slope = gradient[(i * Lines) + line];
                if (slope != 0)
                {
                    Bias.Gradient[line] += slope;
                    FloatMath.AddScaled(Row(kept.Vectors, i), slope, Whole[line].Gradient);
                    FloatMath.AddScaled(Whole[line].Values, slope, Row(vectors, i));
                    FloatMath.AddScaled(Row(kept.Pooled[line], i), slope, Telling[line].Gradient);
                    AttendBack(kept, pieces, line, i, slope);
                }
            }
        }

        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] *= 1 - (kept.Vectors[i] * kept.Vectors[i]);
        }

        var means = Last.Backward(kept.Means, vectors, texts);
        for (var i = 0; i < texts; i++)
        {
            for (var piece = kept.Starts[i]; piece < kept.Starts[i + 1]; piece++)
            {
                FloatMath.AddScaled(Row(means, i), 1f / (kept.Starts[i + 1] - kept.Starts[i]), Row(pieces, piece));
            }
        }

        var lower = new float[pieces.Length];
        FloatMath.Add(Second.Backward(pieces, kept.Second, lower), lower);
        Widen.AddGradients(kept.Input, First.Backward(lower, kept.First, new float[kept.Input.Length]), kept.Starts[^1]);
    }

    private void AttendBack(Kept kept, float[] pieces, int line, int text, float slope)
    {
        var (start, end) = (kept.Starts[text], kept.Starts[text + 1]);
        var slopes = new float[end - start];
        var mean = 0f;
        for (var piece = start; piece < end; piece++)
        {
            slopes[piece - start] = slope * FloatMath.Dot(Row(kept.Pieces, piece), Telling[line].Values);
            mean += slopes[piece - start] * kept.Weights[line][piece];
            FloatMath.AddScaled(Telling[line].Values, slope * kept.Weights[line][piece], Row(pieces, piece));
        }

        for (var piece = start; piece < end; piece++)
        {
            var part = kept.Weights[line][piece] * (slopes[piece - start] - mean);
            FloatMath.AddScaled(Row(kept.Pieces, piece), part, Query[line].Gradient);
            FloatMath.AddScaled(Query[line].Values, part, Row(pieces, piece));
        }
    }

    private static IEnumerable<Parameter> Heads(Random random) => Enumerable.Range(0, Lines).Select(_ =>
        new Parameter([.. Enumerable.Range(0, Width).Select(_ => (float)((random.NextDouble() * 0.04) - 0.02))]) { Rate = HeadRate });

    private static Span<float> Row(float[] rows, int row) => rows.AsSpan(row * Width, Width);

    internal sealed record Kept(
        int[] Starts, float[] Input, float[] Pieces, Layer.Kept First, Layer.Kept Second, float[] Means, float[] Vectors, float[][] Weights, float[][] Pooled);
}
