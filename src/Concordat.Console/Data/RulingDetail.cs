using Concordat.Oversight.Cases;
using Concordat.Oversight.Rulings;

namespace Concordat.Console.Data;

/// <summary>One ruling with all that is shown of it.</summary>
/// <param name="Hash">SHA-256 of what was signed, lower hex.</param>
/// <param name="RedLines">What was proved about each red line; null while another proof is under way.</param>
/// <param name="Precedents">The earlier cases most like the one that it was proposed on, with the rulings on them.</param>
public sealed record RulingDetail(
    RulingReport Report, string Hash, IReadOnlyList<RedLineView>? RedLines, IReadOnlyList<(Precedent Precedent, IReadOnlyList<string> Rulings)> Precedents)
{
    /// <summary>The certified verdicts that it turned, each a line with whose it is.</summary>
    public IReadOnlyList<string> Turned { get; init; } = [];
}
