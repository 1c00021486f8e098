namespace Concordat.Client;

/// <summary>A person whose signature counts under a grant, as the effector knows them from elsewhere; one entry for each of their keys.</summary>
/// <param name="Approver">Id of the person, as statements name it.</param>
/// <param name="Role">What the person is, such as <c>commander</c>.</param>
/// <param name="Party">The side that the person acts for, such as <c>department</c>.</param>
/// <param name="PublicKeyPem">
/// SPKI <c>PUBLIC KEY</c> block: the person's own key (Ed25519 or ECDSA), or that of their hardware key or smart card (RSA too). What
/// <c>concordat approver list --json</c> shows as <c>public_key</c> is one.
/// </param>
public sealed record GrantKey(string Approver, string Role, string Party, string PublicKeyPem);
