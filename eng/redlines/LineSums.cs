namespace Concordat.RedLines;

/// <summary>The sums of the windows of a line, for each red line: over features, of the network, and of the gate.</summary>
internal sealed record LineSums(CorpusLine Line, float[][] Features, float[][] Network, float[][] Gate)
{
    /// <summary>The highest joint sum of a window that gets past the gate and whose features leave it open.</summary>
    public float Joint(int redLine, float share, float[] gate, float least)
    {
        var most = float.NegativeInfinity;
        for (var i = 0; i < Features.Length; i++)
        {
            if (IsAny(Gate[i], gate) && Features[i][redLine] >= least)
            {
                most = MathF.Max(most, Features[i][redLine] + (share * Network[i][redLine]));
            }
        }

        return most;
    }

    public bool PassesGate(float[] gate) => Gate.Any(window => IsAny(window, gate));

    public bool IsEncoded(float[] gate, float[] least) => Enumerable.Range(0, Gate.Length).Any(i => IsAny(Gate[i], gate) && IsAny(Features[i], least));

    private static bool IsAny(float[] sums, float[] least) => sums[0] >= least[0] || sums[1] >= least[1] || sums[2] >= least[2];
}
