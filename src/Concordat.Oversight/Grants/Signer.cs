using Concordat.Oversight.Credentials;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;

namespace Concordat.Oversight.Grants;

/// <summary>Whose signature a statement bears.</summary>
/// <param name="Approver">The person.</param>
/// <param name="Kind">By what they signed.</param>
/// <param name="KeyId">SHA-256 of the public key that signed, lower hex.</param>
public sealed record Signer(Approver Approver, SignatureKind Kind, string KeyId)
{
    /// <summary>The hardware key, where it was one.</summary>
    public Credential? Credential { get; init; }

    /// <summary>What the hardware key said.</summary>
    public AssertionResult? Assertion { get; init; }
}
