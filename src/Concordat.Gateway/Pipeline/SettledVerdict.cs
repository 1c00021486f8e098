using Concordat.Agreements;

namespace Concordat.Gateway.Pipeline;

/// <summary>A verdict after holds met their cases: a hold with the case opened for it, or a permit with the case that released it.</summary>
internal readonly record struct SettledVerdict(Verdict Verdict, string? Case);
