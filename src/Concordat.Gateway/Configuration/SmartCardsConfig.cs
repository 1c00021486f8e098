namespace Concordat.Gateway.Configuration;

/// <summary>Which smart cards are taken: PIV, CAC and others whose certificates chain to these roots.</summary>
public sealed record SmartCardsConfig
{
    /// <summary>Files of trusted roots (PEM).</summary>
    public required IReadOnlyList<string> Roots { get; init; }

    /// <summary>Files of issuing authorities under them (PEM).</summary>
    public IReadOnlyList<string> Issuers { get; init; } = [];

    /// <summary>Files of revocation lists, PEM or DER: one in force of each issuer; a certificate without counts as revoked.</summary>
    public required IReadOnlyList<string> Revocation { get; init; }

    /// <summary>Certificate policies (OIDs), one of which must be there; empty for any.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Extended key usages (OIDs), all of which must be there; empty for any.</summary>
    public IReadOnlyList<string> Usages { get; init; } = [];
}
