using Concordat.Safeguards.Sentences;

namespace Concordat.RedLines;

/// <summary>Trains the network on the lines of the corpus.</summary>
internal static class NetworkTrainer
{
    private const int Batch = 16;
    private const int Bucket = 256;
    private const int EasyShare = 2;
    private const int Told = 100;
    private const float Rate = 2e-4f;
    private const int WarmUp = 50;
    private const float Blank = 0.1f;
    private const int Shortest = 6;
    private const float ViolationWeight = 1.5f;

    public static Network Train(string wholeEncoder, SentenceEncoder encoder, IReadOnlyList<CorpusLine> lines, Options options, Action<string> say)
    {
        var network = new Network(new WholeEncoder(wholeEncoder), seed: 7);
        if (File.Exists(options.Network))
        {
            network.Load(options.Network);
            return network;
        }

        var rounds = options.Rounds;
        var parameters = network.Parameters.ToArray();
        var taught = lines.Where(line => line.Telling is { Tokens.Length: > 0 } && Enumerable.Range(0, 3).Any(k => line.For(k).Weight > 0)).ToArray();
        say($"{taught.Length} texts, {taught.Sum(line => line.Telling!.Tokens.Length)} pieces");
        var random = new Random(5);
        var step = 0;
        for (var round = 0; round < rounds; round++)
        {
            // there are many everyday texts, and they soon say nothing new
            var chosen = taught.Where((line, i) => line.RedLine != CorpusLine.None || i % EasyShare == round % EasyShare).ToArray();
            random.Shuffle(chosen);
            var loss = 0d;
            var batches = chosen.Chunk(Bucket).SelectMany(part => part.OrderBy(line => line.Telling!.Tokens.Length).Chunk(Batch)).ToArray();
            random.Shuffle(batches);
            var total = rounds * batches.Length;
            foreach (var batch in batches)
            {
                var sums = network.Forward([.. batch.Select(line => Blanked(line.Telling!.Input(encoder), random))], out var kept);
                var slopes = new float[sums.Length];
                for (var i = 0; i < sums.Length; i++)
                {
                    var (wanted, weight) = batch[i / 3].For(i % 3);
                    var probability = 1 / (1 + MathF.Exp(-sums[i]));
                    slopes[i] = weight * (probability - wanted) * (wanted > 0 ? ViolationWeight : 1) / batch.Length;
                    loss -= weight * Math.Log(Math.Max(1e-6, wanted > 0 ? probability : 1 - probability));
                }

                network.Backward(slopes, kept);
                step++;
                var rate = Rate * Math.Min(1f, step / (float)WarmUp) * Math.Max(0.05f, 1 - (step / (float)total));
                Parallel.ForEach(parameters, parameter => parameter.Step(rate, step));
                if (step % Told == 0)
                {
                    say($"step {step} of about {total}: loss {loss / (Told * Batch):F4}");
                    loss = 0;
                }
            }
        }

        if (options.Network is { } file)
        {
            network.Save(file);
        }

        return network;
    }

    /// <summary>Computes the sums of windows.</summary>
    public static void Score(Network network, SentenceEncoder encoder, IEnumerable<CorpusWindow> windows)
    {
        foreach (var batch in windows.Where(window => window.Tokens.Length > 0).OrderBy(window => window.Tokens.Length).Chunk(Batch))
        {
            var sums = network.Forward([.. batch.Select(window => window.Input(encoder))], out _);
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i].Network = sums[(i * 3)..((i * 3) + 3)];
            }
        }
    }

    /// <summary>Some pieces are left out, so that no single one is relied on.</summary>
    private static float[] Blanked(float[] input, Random random)
    {
        const int Width = SentenceEncoder.Dimensions / 2;
        for (var at = 0; input.Length >= Shortest * Width && at < input.Length; at += Width)
        {
            if (random.NextDouble() < Blank)
            {
                input.AsSpan(at, Width).Clear();
            }
        }

        return input;
    }
}
