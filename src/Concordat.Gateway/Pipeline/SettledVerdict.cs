using Concordat.Agreements;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Pipeline;

/// <summary>A verdict after holds met their cases: a hold with the case opened for it, or a permit with the case that released it.</summary>
/// <param name="Release">
/// What became of the case that the client named: <c>released</c>, or why it released nothing; <c>unused</c> where it would have, and something else does not go; null where none was named.
/// </param>
internal readonly record struct SettledVerdict(Verdict Verdict, string? Case, string? Release = null)
{
    /// <summary>The same, where something else keeps it from going: its grant is not used up.</summary>
    public SettledVerdict Unused() => this with { Release = CaseNames.Unused(Release) };
}
