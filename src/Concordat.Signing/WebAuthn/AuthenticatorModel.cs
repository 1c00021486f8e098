using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Signing.WebAuthn;

/// <summary>A model of authenticator that is taken, and who vouches for it.</summary>
/// <param name="Id">Its AAGUID.</param>
/// <param name="Roots">The maker's attestation roots, as in the FIDO metadata service.</param>
public sealed record AuthenticatorModel(Guid Id, ImmutableArray<X509Certificate2> Roots);
