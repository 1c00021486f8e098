using System.Buffers.Text;
using System.Collections.Immutable;

namespace Concordat.Signing.WebAuthn;

/// <summary>A credential that an authenticator has just made, verified.</summary>
/// <param name="CredentialId">1 to 1,023 bytes.</param>
/// <param name="Key">Its public key.</param>
/// <param name="Model">The authenticator's AAGUID; proven only where <paramref name="IsAttested"/>.</param>
/// <param name="SignCount">Where its counter begins; 0 where it does not count.</param>
/// <param name="Flags">What the authenticator said.</param>
/// <param name="IsAttested">Whether the maker of a listed model vouches for it.</param>
/// <param name="Transports">How it can be reached; a hint.</param>
public sealed record NewCredential(
    byte[] CredentialId, CredentialKey Key, Guid Model, uint SignCount, AuthenticatorTraits Flags, bool IsAttested, ImmutableArray<string> Transports)
{
    /// <summary>Id of the credential as people and JSON write it.</summary>
    public string Id => Base64Url.EncodeToString(CredentialId);
}
