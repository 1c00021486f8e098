namespace Concordat.RedLines;

/// <summary>Where the bands of each red line begin, how much the network counts beside the features, and what gets past the cheap stages.</summary>
/// <remarks>Measured on lines of authors that the model was not trained on.</remarks>
internal sealed record Scales(float[] Gate, float[] Least, float[] Share, float[] Possible, float[] Likely)
{
    private const double StageRecall = 0.98;
    private const double LookAlikesPossible = 0.08;
    private const double LookAlikesLikely = 0.015;
    private const double EasyPossible = 0.004;
    private const double EasyLikely = 0.001;

    private static readonly float[] _open = [float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity];

    public static Scales Measure(IReadOnlyList<LineSums> held)
    {
        var scales = new Scales(new float[3], new float[3], new float[3], new float[3], new float[3]);
        for (var line = 0; line < 3; line++)
        {
            var redLine = line;
            var best = -1d;
            foreach (var share in (float[])[0f, 0.3f, 0.5f, 0.7f, 0.9f, 1.2f, 1.6f])
            {
                var possible = Threshold(held, line, share, LookAlikesPossible, EasyPossible);
                var recall = Of(held, "violation", line, sums => sums.Joint(redLine, share, _open, _open) >= possible);
                if (recall > best)
                {
                    best = recall;
                    (scales.Share[line], scales.Possible[line]) = (share, possible);
                }
            }

            scales.Likely[line] = Math.Max(scales.Possible[line] + 0.5f, Threshold(held, line, scales.Share[line], LookAlikesLikely, EasyLikely));

            // the cheap stages let through nearly all that would be flagged
            var flagged = held.Where(sums => sums.Line.Label == "violation" && sums.Line.RedLine == redLine
                && sums.Joint(redLine, scales.Share[redLine], _open, _open) >= scales.Possible[redLine]).ToArray();
            scales.Gate[line] = Quantile(flagged.Select(sums => sums.Gate.Max(window => window[redLine])), 1 - StageRecall);
            scales.Least[line] = Quantile(flagged.Select(sums => sums.Features.Max(window => window[redLine])), 1 - StageRecall);
        }

        return scales;
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

    private float Score(LineSums sums, int line) => sums.Joint(line, Share[line], Gate, Least);

    private static double Of(IReadOnlyList<LineSums> held, string label, int line, Func<LineSums, bool> isMeant)
    {
        var of = held.Where(sums => string.Equals(sums.Line.Label, label, StringComparison.Ordinal) && sums.Line.RedLine == line).ToArray();
        return of.Length == 0 ? double.NaN : of.Count(isMeant) / (double)of.Length;
    }

    private static float Threshold(IReadOnlyList<LineSums> held, int line, float share, double lookAlikes, double easy) => Math.Max(
        Quantile(held.Where(sums => sums.Line.Label == "permitted" && sums.Line.RedLine == line).Select(sums => sums.Joint(line, share, _open, _open)), 1 - lookAlikes),
        Quantile(held.Where(sums => sums.Line.RedLine == CorpusLine.None).Select(sums => sums.Joint(line, share, _open, _open)), 1 - easy));

    private static float Quantile(IEnumerable<float> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? float.NegativeInfinity : sorted[Math.Clamp((int)Math.Floor(share * sorted.Length), 0, sorted.Length - 1)];
    }
}
