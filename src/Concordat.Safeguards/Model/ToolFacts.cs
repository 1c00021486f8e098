using System.Collections.Frozen;

namespace Concordat.Safeguards.Model;

/// <summary>The tool call under decision, or none, and the effects of the tools on offer.</summary>
public sealed record ToolFacts(
    string Name,
    string Effect,
    bool Registered,
    bool Authorized,
    FrozenSet<string> Offered);
