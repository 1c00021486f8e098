namespace Concordat.Gateway.Configuration;

/// <summary>How a deployment shows what it runs and where, and what that must be.</summary>
public sealed record EvidenceConfig
{
    /// <summary>One of <c>statement</c>, <c>aws-nitro</c>, <c>amd-sev-snp</c>, <c>azure-maa</c>, <c>google-confidential-space</c>, <c>nvidia-nras</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it is asked for, with <c>{nonce}</c> for 32 bytes in hex; none for a statement.</summary>
    public string? Url { get; init; }

    /// <summary>The signed statement; none for other kinds.</summary>
    public string? File { get; init; }

    /// <summary>The public key that the statement is signed with, PEM.</summary>
    public string? SignedBy { get; init; }

    /// <summary>The pinned keys of the token service, a JSON Web Key Set.</summary>
    public string? Keys { get; init; }

    /// <summary>The exact issuer of tokens.</summary>
    public string? Issuer { get; init; }

    /// <summary>The audience that tokens are made for.</summary>
    public string? Audience { get; init; }

    /// <summary>Whether it must name the deployment's TLS key, and connections are held to that key.</summary>
    public bool BindsKey { get; init; }

    /// <summary>How long it counts; it is asked for anew at half of that.</summary>
    public TimeSpan ValidFor { get; init; } = TimeSpan.FromHours(1);

    public IReadOnlyList<MeasurementConfig> Measurements { get; init; } = [];

    public IReadOnlyList<FirmwareConfig> Firmware { get; init; } = [];
}
