namespace Concordat.RedLines;

/// <summary>Where the bands of each red line begin, how much the network counts beside the features, and what gets past the cheap stages.</summary>
/// <remarks>Measured on lines of authors that the model was not trained on.</remarks>
internal sealed record Scales(float[] Gate, float[] Least, float[] Share, float[] Possible, float[] Likely)
{
    private const double GateRecall = 0.99;
    private const double LookAlikesPossible = 0.085;
    private const double LookAlikesLikely = 0.015;
    private const double EasyPossible = 0.005;
    private const double EasyLikely = 0.002;
    private const int MostEasy = 8;
    private const float Lowest = -50;

    // what is let through to the encoder costs milliseconds
    private const double WorthMore = 0.003;

    private static readonly float[] _open = [float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity];

    public static Scales Measure(IReadOnlyList<LineSums> held)
    {
        var scales = new Scales([.. _open], new float[3], new float[3], new float[3], new float[3]);
        var easy = held.Where(sums => sums.Line.RedLine == CorpusLine.None).ToArray();
        var choices = Enumerable.Range(0, 3).Select(line => Choices(held, easy, line)).ToArray();

        // the few everyday lines that may be flagged go to the red lines where they buy most
        var most = (int)(EasyPossible * easy.Length);
        var (_, best) = (from surveillance in choices[0]
                         from force in choices[1]
                         from decisions in choices[2]
                         let all = new[] { surveillance, force, decisions }
                         where all.SelectMany(choice => choice.Easy).Distinct(StringComparer.Ordinal).Count() <= most
                         select (all.Sum(choice => choice.Recall), all)).MaxBy(found => found.Item1);
        for (var line = 0; line < 3; line++)
        {
            var redLine = line;
            (scales.Share[line], scales.Least[line], scales.Possible[line]) = (best[line].Share, best[line].Least, best[line].Possible);
            scales.Likely[line] = new[]
            {
                scales.Possible[line] + 0.5f,
                Quantile(Of(held, "permitted", line).Select(sums => scales.Score(sums, redLine)), 1 - LookAlikesLikely),
                Quantile(easy.Select(sums => scales.Score(sums, redLine)), 1 - EasyLikely),
            }.Max();

            // the gate lets through nearly all that would be flagged
            scales.Gate[line] = Quantile(
                Of(held, "violation", line).Where(sums => scales.Score(sums, redLine) >= scales.Possible[redLine]).Select(sums => sums.Gate.Max(window => window[redLine])),
                1 - GateRecall);
        }

        return scales;
    }

    /// <summary>For each number of everyday lines that are flagged, the band with the highest recall.</summary>
    private static Choice[] Choices(IReadOnlyList<LineSums> held, LineSums[] easy, int line)
    {
        var violations = Of(held, "violation", line).ToArray();
        var lookAlikes = Of(held, "permitted", line).ToArray();
        var best = new Choice[MostEasy + 1];
        foreach (var passed in (double[])[0.92, 0.95, 0.97, 0.98, 0.99, 0.995])
        {
            var least = Quantile(violations.Select(sums => sums.Features.Max(window => window[line])), 1 - passed);
            foreach (var share in (float[])[0.3f, 0.5f, 0.7f, 0.9f, 1.2f, 1.6f, 2.2f])
            {
                float Sum(LineSums sums) => sums.Joint(line, share, _open, least);
                var found = violations.Select(Sum).ToArray();
                var bound = Quantile(lookAlikes.Select(Sum), 1 - LookAlikesPossible);
                var ranked = easy.OrderByDescending(Sum).Take(MostEasy + 1).ToArray();
                for (var allowed = 0; allowed <= MostEasy; allowed++)
                {
                    var possible = MathF.Max(Lowest, MathF.Max(bound, allowed < ranked.Length ? Sum(ranked[allowed]) : Lowest)) + 1e-4f;
                    var recall = found.Count(sum => sum >= possible) / (double)found.Length;
                    if (best[allowed] is null || recall > best[allowed].Recall + WorthMore)
                    {
                        best[allowed] = new Choice(recall, share, least, possible, [.. ranked.Where(sums => Sum(sums) >= possible).Select(sums => sums.Line.Id)]);
                    }
                }
            }
        }

        return best;
    }

    /// <summary>Recall, look-alikes flagged, and easy lines flagged for any red line.</summary>
    public string Report(IReadOnlyList<LineSums> held)
    {
        var text = new List<string>();
        for (var line = 0; line < 3; line++)
        {
            var redLine = line;
            bool IsPossible(LineSums sums) => Score(sums, redLine) >= Possible[redLine];
            bool IsLikely(LineSums sums) => Score(sums, redLine) >= Likely[redLine];
            text.Add($"{Corpus.RedLines[line]}: recall {Of(held, "violation", line, IsPossible):P1}, look-alikes {Of(held, "permitted", line, IsPossible):P1}; "
                + $"likely {Of(held, "violation", line, IsLikely):P1} and {Of(held, "permitted", line, IsLikely):P1}");
        }

        text.Add($"easy: {Of(held, "permitted", CorpusLine.None, sums => Enumerable.Range(0, 3).Any(line => Score(sums, line) >= Possible[line])):P2} flagged, "
            + $"{Of(held, "permitted", CorpusLine.None, sums => sums.PassesGate(Gate)):P1} past the gate, {Of(held, "permitted", CorpusLine.None, sums => sums.IsEncoded(Gate, Least)):P1} encoded");
        return string.Join("\n  ", text);
    }

    /// <summary>How many lines of each red line and label came into which band.</summary>
    public string Confusion(IReadOnlyList<LineSums> held)
    {
        var rows = new List<string> { "| red line | label | absent | possible | likely |", "| --- | --- | ---: | ---: | ---: |" };
        for (var line = CorpusLine.None; line < 3; line++)
        {
            foreach (var label in (string[])["violation", "permitted", "grey"])
            {
                var bands = held.Where(sums => sums.Line.RedLine == line && string.Equals(sums.Line.Label, label, StringComparison.Ordinal)).CountBy(Band).ToDictionary();
                if (bands.Count > 0)
                {
                    rows.Add($"| {(line < 0 ? "none" : Corpus.RedLines[line])} | {label} | {bands.GetValueOrDefault(0)} | {bands.GetValueOrDefault(1)} | {bands.GetValueOrDefault(2)} |");
                }
            }
        }

        return string.Join('\n', rows);
    }

    /// <summary>The band of a line: 0 absent, 1 possible, 2 likely; of an everyday line the highest of all red lines.</summary>
    public int Band(LineSums sums)
    {
        var band = 0;
        for (var line = 0; line < 3; line++)
        {
            if (sums.Line.RedLine == line || sums.Line.RedLine == CorpusLine.None)
            {
                var score = Score(sums, line);
                band = Math.Max(band, score >= Likely[line] ? 2 : score >= Possible[line] ? 1 : 0);
            }
        }

        return band;
    }

    private float Score(LineSums sums, int line) => sums.Joint(line, Share[line], Gate, Least[line]);

    private static IEnumerable<LineSums> Of(IReadOnlyList<LineSums> held, string label, int line) =>
        held.Where(sums => string.Equals(sums.Line.Label, label, StringComparison.Ordinal) && sums.Line.RedLine == line);

    private static double Of(IReadOnlyList<LineSums> held, string label, int line, Func<LineSums, bool> isMeant)
    {
        var of = Of(held, label, line).ToArray();
        return of.Length == 0 ? double.NaN : of.Count(isMeant) / (double)of.Length;
    }

    private static float Quantile(IEnumerable<float> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? float.NegativeInfinity : sorted[Math.Clamp((int)Math.Floor(share * sorted.Length), 0, sorted.Length - 1)];
    }

    private sealed record Choice(double Recall, float Share, float Least, float Possible, string[] Easy);
}
