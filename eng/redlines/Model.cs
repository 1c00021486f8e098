using Concordat.Safeguards.Sentences;
using Concordat.Safeguards.Suspicion;

namespace Concordat.RedLines;

/// <summary>Everything that is learned from a set of lines.</summary>
internal sealed class Model
{
    private const int Lines = 3;

    private readonly (float[] Weights, float Bias)[] _features;
    private readonly (float[] Weights, float Bias)[] _words;
    private readonly Network _network;
    private readonly SentenceEncoder _encoder;

    private Model((float[] Weights, float Bias)[] features, (float[] Weights, float Bias)[] words, Network network, SentenceEncoder encoder)
    {
        _encoder = encoder;
        _features = features;
        _words = words;
        _network = network;
    }

    public static Model Train(IReadOnlyList<CorpusLine> lines, string wholeEncoder, SentenceEncoder encoder, Options options, Action<string> say)
    {
        var first = FitFeatures(lines);
        foreach (var line in lines.Where(line => line.Windows.Count > 1))
        {
            line.Telling = line.Windows.MaxBy(window => line.RedLine == CorpusLine.None
                ? first.Max(fitted => LinearTrainer.Sum(fitted, window.Features))
                : LinearTrainer.Sum(first[line.RedLine], window.Features));
        }

        var features = FitFeatures(lines);
        var words = Enumerable.Range(0, Lines).Select(line => LinearTrainer.Fit(lines, line, 1 << SuspicionGate.Bits, window => window.Words)).ToArray();
        say("words and features fitted");
        Parallel.ForEach(lines.SelectMany(line => line.Windows).Where(window => window.Tokens.Length == 0), window => window.Cut(encoder));
        return new Model(features, words, NetworkTrainer.Train(wholeEncoder, encoder, lines, options, say), encoder);
    }

    /// <summary>The sums of each window of the lines.</summary>
    public List<LineSums> Score(IReadOnlyList<CorpusLine> lines)
    {
        var windows = lines.SelectMany(line => line.Windows).ToArray();
        Parallel.ForEach(windows.Where(window => window.Tokens.Length == 0), window => window.Cut(_encoder));
        NetworkTrainer.Score(_network, _encoder, windows);
        return [.. lines.Select(Score)];
    }

    private LineSums Score(CorpusLine line) => new(
        line,
        [.. line.Windows.Select(window => _features.Select(fitted => LinearTrainer.Sum(fitted, window.Features)).ToArray())],
        [.. line.Windows.Select(window => window.Network)],
        [.. line.Windows.Select(window => _words.Select(fitted => LinearTrainer.Sum((fitted.Weights, 0), window.Words)).ToArray())]);

    /// <summary>The files that the safeguards read.</summary>
    public (byte[] Gate, byte[] Model) Write(Scales scales)
    {
        var gate = new WeightWriter("CNCDGAT1", SuspicionGate.Bits);
        gate.Lanes([.. _words.Select(fitted => fitted.Weights)], scales.Gate);

        var model = new WeightWriter("CNCDRED1", TextFeatures.Bits);
        for (var line = 0; line < Lines; line++)
        {
            model.Floats([scales.Least[line], 1, scales.Share[line], scales.Possible[line], scales.Likely[line]]);
        }

        model.Lanes([.. _features.Select(fitted => fitted.Weights)], [.. _features.Select(fitted => fitted.Bias)]);
        for (var line = 0; line < Lines; line++)
        {
            model.Floats(_network.Whole[line].Values);
            model.Floats(_network.Query[line].Values);
            model.Floats(_network.Telling[line].Values);
            model.Floats([_network.Bias.Values[line]]);
        }

        model.Matrix(_network.Widen);
        Write(model, _network.First);
        Write(model, _network.Second);
        model.Matrix(_network.Last);
        return (gate.End(), model.End());
    }

    private static void Write(WeightWriter model, Layer layer)
    {
        model.Floats([layer.Scale]);
        model.Floats(layer.AttentionNorm.Scale.Values);
        model.Floats(layer.AttentionNorm.Bias.Values);
        model.Matrix(layer.QueriesKeysValues);
        model.Matrix(layer.Output);
        model.Floats(layer.ForwardNorm.Scale.Values);
        model.Floats(layer.ForwardNorm.Bias.Values);
        model.Matrix(layer.Expand);
        model.Matrix(layer.Contract);
    }

    private static (float[] Weights, float Bias)[] FitFeatures(IReadOnlyList<CorpusLine> lines)
    {
        var fitted = new (float[] Weights, float Bias)[Lines];
        Parallel.For(0, Lines, line => fitted[line] = LinearTrainer.Fit(lines, line, 1 << TextFeatures.Bits, window => window.Features));
        return fitted;
    }
}
