using Concordat.Oversight.Credentials;
using Concordat.Signing.WebAuthn;

namespace Concordat.Commands;

/// <summary>A hardware key as commands report it.</summary>
/// <param name="PublicKey">PEM: what an effector checks grants with.</param>
internal sealed record CredentialReport(
    string Id, string Approver, string Role, string Party, string State, string Key, string Model, bool Attested, bool BackupEligible,
    IReadOnlyList<string> Transports, DateTimeOffset Added, DateTimeOffset? Retired, long Entry, long SignCount, long Regressions, string PublicKey)
{
    public static CredentialReport Of(Credential credential) => new(
        credential.Id,
        credential.Approver,
        credential.Role,
        credential.Party,
        credential.Retired is not null ? "retired" : credential.Regressions > 0 ? "suspect" : "valid",
        credential.KeyId,
        credential.Model.ToString(),
        credential.IsAttested,
        credential.BackupEligible,
        credential.Transports,
        credential.Added,
        credential.Retired,
        credential.Entry,
        credential.SignCount,
        credential.Regressions,
        CredentialKey.FromSpki(credential.PublicKey).ToPem());
}
