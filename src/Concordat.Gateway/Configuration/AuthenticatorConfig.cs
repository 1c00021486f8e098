namespace Concordat.Gateway.Configuration;

/// <summary>A model of hardware key, and the certificates by which its maker vouches for it.</summary>
public sealed record AuthenticatorConfig
{
    /// <summary>The AAGUID, such as <c>2fc0579f-8113-47ea-b116-bb5a8db9202a</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The maker's attestation roots (PEM).</summary>
    public required string Roots { get; init; }
}
