using System.Collections.Frozen;

namespace Concordat.Safeguards.Model;

/// <summary>What is registered about the workload that asks.</summary>
public sealed record UseCaseFacts(
    string Id,
    string Purpose,
    string Organisation,
    string Official,
    string Network,
    string Readiness,
    FrozenSet<string> Functions,
    FrozenSet<string> Authorities,
    bool HumanDecider,
    bool Suspended);
