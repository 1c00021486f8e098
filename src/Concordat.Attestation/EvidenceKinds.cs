namespace Concordat.Attestation;

/// <summary>The kinds of evidence by their names in configurations, entries and commands.</summary>
public static class EvidenceKinds
{
    private static readonly (EvidenceKind Kind, string Name)[] Known =
    [
        (EvidenceKind.Statement, "statement"),
        (EvidenceKind.AwsNitro, "aws-nitro"),
        (EvidenceKind.AmdSevSnp, "amd-sev-snp"),
        (EvidenceKind.AzureMaa, "azure-maa"),
        (EvidenceKind.GoogleConfidentialSpace, "google-confidential-space"),
        (EvidenceKind.NvidiaNras, "nvidia-nras"),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(static known => known.Name)];

    /// <summary>The name of a kind.</summary>
    public static string NameOf(EvidenceKind kind) => Known.First(known => known.Kind == kind).Name;

    /// <summary>Finds a kind by its name.</summary>
    public static bool TryParse(string name, out EvidenceKind kind)
    {
        var found = Array.FindIndex(Known, known => known.Name == name);
        kind = found < 0 ? default : Known[found].Kind;
        return found >= 0;
    }

    /// <summary>Whether documents of this kind can name the TLS key of the deployment, which A3 needs.</summary>
    public static bool CanBindKey(EvidenceKind kind) => kind is EvidenceKind.AwsNitro or EvidenceKind.AmdSevSnp;

    /// <summary>Whether it is a token whose issuer and keys must be pinned.</summary>
    public static bool IsToken(EvidenceKind kind) => kind is EvidenceKind.AzureMaa or EvidenceKind.GoogleConfidentialSpace or EvidenceKind.NvidiaNras;
}
