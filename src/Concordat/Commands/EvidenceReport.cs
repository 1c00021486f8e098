using Concordat.Attestation;

namespace Concordat.Commands;

/// <summary>What a document of evidence shows, or why it does not count.</summary>
internal sealed record EvidenceReport(
    string Deployment, bool Proven, string Level, string? Fault, string? Because, string? Evidence, DateTimeOffset? Expires,
    IReadOnlyDictionary<string, string> Measurements, IReadOnlyDictionary<string, string> Details, IReadOnlyList<string> TlsKeys)
{
    private static readonly Dictionary<string, string> Nothing = [];

    public static EvidenceReport Of(string deployment, ProvenEvidence? proven, string? fault, string? because) => new(
        deployment, proven is not null, (proven?.Level ?? AssuranceLevel.A0).ToString(), fault, because, proven?.Hash, proven?.Expires,
        proven?.Measurements ?? (IReadOnlyDictionary<string, string>)Nothing, proven?.Details ?? (IReadOnlyDictionary<string, string>)Nothing, proven?.TlsKeys ?? (IReadOnlyList<string>)[]);
}
