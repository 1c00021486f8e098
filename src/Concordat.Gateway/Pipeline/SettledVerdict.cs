using Concordat.Agreements;

namespace Concordat.Gateway.Pipeline;

/// <summary>A verdict after holds met their cases: a hold with the case opened for it, or a permit with the case that released it.</summary>
/// <param name="Release">What became of the case that the client named: <c>released</c>, or why it released nothing; null where none was named.</param>
internal readonly record struct SettledVerdict(Verdict Verdict, string? Case, string? Release = null);
