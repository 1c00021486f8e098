using Concordat.Oversight.Grants;
using Concordat.Oversight.Keys;
using Concordat.Signing;

namespace Concordat.Gateway.Desk;

/// <summary>A statement about an API key whose signature was found to be a platform engineer's.</summary>
/// <param name="KeyId">SHA-256 of the public key that signed, lower hex.</param>
/// <param name="Approver">The signer, where that is somebody who decides cases besides; null otherwise.</param>
internal sealed record SignedKeyStatement(string KeyId, ApiKeyStatement Statement, PersonalStatement Proof, Signer? Approver);
