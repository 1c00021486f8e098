using System.Collections.Frozen;

namespace Concordat.Safeguards.Model;

/// <summary>Classification marks found in the text, measured against the network.</summary>
public sealed record LabelFacts(
    bool Marked,
    string Level,
    long Rank,
    FrozenSet<string> Controls,
    bool AboveNetwork,
    bool Releasable,
    bool Malformed);
