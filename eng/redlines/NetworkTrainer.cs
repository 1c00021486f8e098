using Concordat.Safeguards.Sentences;

namespace Concordat.RedLines;

/// <summary>Trains the network on the lines of the corpus.</summary>
internal static class NetworkTrainer
{
    private const int Batch = 16;
    private const int Bucket = 256;
    private const float Rate = 2e-4f;
    private const int WarmUp = 50;
    private const float Blank = 0.1f;
    private const float ViolationWeight = 1.5f;

    public static Network Train(string wholeEncoder, IReadOnlyList<CorpusLine> lines, int rounds, Action<string> say)
    {
        var network = new Network(new WholeEncoder(wholeEncoder), seed: 7);
        var parameters = network.Parameters.ToArray();
        var random = new Random(5);
        var taught = lines.Where(line => line.Telling is { Pieces.Length: > 0 } && Enumerable.Range(0, 3).Any(k => line.For(k).Weight > 0)).ToArray();
        var total = rounds * ((taught.Length + Batch - 1) / Batch);
        var step = 0;
        for (var round = 0; round < rounds; round++)
        {
            random.Shuffle(taught);
            var loss = 0d;
            var batches = taught.Chunk(Bucket).SelectMany(part => part.OrderBy(line => line.Telling!.Pieces.Length).Chunk(Batch)).ToArray();
            random.Shuffle(batches);
            foreach (var batch in batches)
            {
                var sums = network.Forward([.. batch.Select(line => Blanked(line.Telling!.Pieces, random))], out var kept);
                var slopes = new float[sums.Length];
                for (var i = 0; i < sums.Length; i++)
                {
                    var (wanted, weight) = batch[i / 3].For(i % 3);
                    var probability = 1 / (1 + MathF.Exp(-sums[i]));
                    slopes[i] = weight * (probability - wanted) * (wanted > 0 ? ViolationWeight : 1) / batch.Length;
                    loss -= weight * Math.Log(Math.Max(1e-6, wanted > 0 ? probability : 1 - probability)) / taught.Length;
                }

                network.Backward(slopes, kept);
                step++;
                var rate = Rate * Math.Min(1f, step / (float)WarmUp) * Math.Max(0.05f, 1 - (step / (float)total));
                Parallel.ForEach(parameters, parameter => parameter.Step(rate, step));
            }

            say($"round {round + 1} of {rounds}: loss {loss:F4}");
        }

        return network;
    }

    /// <summary>The sums of one text.</summary>
    public static float[] Sums(Network network, float[] pieces) => pieces.Length == 0 ? new float[3] : network.Forward([pieces], out _);

    /// <summary>Some pieces are left out, so that no single one is relied on.</summary>
    private static float[] Blanked(float[] pieces, Random random)
    {
        const int Width = SentenceEncoder.Dimensions;
        if (pieces.Length < 6 * Width)
        {
            return pieces;
        }

        var copy = (float[])pieces.Clone();
        for (var at = 0; at < copy.Length; at += Width)
        {
            if (random.NextDouble() < Blank)
            {
                copy.AsSpan(at, Width).Clear();
            }
        }

        return copy;
    }
}
