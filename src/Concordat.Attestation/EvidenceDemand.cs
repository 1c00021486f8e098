using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using Concordat.Attestation.Tokens;
using Concordat.Signing;

namespace Concordat.Attestation;

/// <summary>What evidence must show to count. Immutable.</summary>
public sealed record EvidenceDemand
{
    public required EvidenceKind Kind { get; init; }

    /// <summary>The bytes that were sent with the request for it, 16 to 64; null where a recorded document is checked again.</summary>
    public ReadOnlyMemory<byte>? Nonce { get; init; }

    /// <summary>How long after its making it counts.</summary>
    public TimeSpan ValidFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The region it must have been made in; null for any. Only what the kind can show is compared.</summary>
    public string? Region { get; init; }

    /// <summary>The partition of the cloud it must have been made in, such as <c>aws-us-gov</c>; null for any. Compared where the kind can show it.</summary>
    public string? Partition { get; init; }

    /// <summary>What may run: for each name, such as <c>pcr0</c>, the values that count, lower hex.</summary>
    public FrozenDictionary<string, FrozenSet<string>> Measurements { get; init; } = FrozenDictionary<string, FrozenSet<string>>.Empty;

    /// <summary>Least versions of firmware by component: <c>bootloader</c>, <c>tee</c>, <c>snp</c>, <c>microcode</c>, <c>fmc</c>.</summary>
    public FrozenDictionary<string, int> Firmware { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>Whether it must name the TLS key of the deployment.</summary>
    public bool BindsKey { get; init; }

    /// <summary>The exact issuer of tokens.</summary>
    public string? Issuer { get; init; }

    /// <summary>The audience that tokens are made for.</summary>
    public string? Audience { get; init; }

    /// <summary>The keys that tokens are signed with.</summary>
    public TokenKeys? Keys { get; init; }

    /// <summary>The key that statements are signed with.</summary>
    public VerifyingKey? SignedBy { get; init; }

    /// <summary>The root certificates of the hardware's maker; null for those that the program carries, which no configuration changes.</summary>
    public IReadOnlyList<X509Certificate2>? Roots { get; init; }

    /// <summary>The vendor that a statement must name; null for any.</summary>
    public string? Vendor { get; init; }

    /// <summary>The cloud that a statement must name; null for any.</summary>
    public string? Cloud { get; init; }

    /// <summary>The deployment that a statement must be about; null for any.</summary>
    public string? Deployment { get; init; }
}
