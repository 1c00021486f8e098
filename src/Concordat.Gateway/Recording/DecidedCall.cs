using Concordat.Agreements;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Recording;

/// <summary>One tool call with its verdict and the commitment to its arguments.</summary>
internal sealed record DecidedCall(ToolFacts Tool, byte[] Arguments, Verdict Verdict, string? Case, string? Release);
