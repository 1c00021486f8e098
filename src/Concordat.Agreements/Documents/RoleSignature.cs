using System.Collections.Immutable;
using Concordat.Agreements.Diagnostics;
using Concordat.Signing;

namespace Concordat.Agreements.Documents;

/// <summary>Whether a role that must sign an agreement has signed it.</summary>
/// <param name="Role">The role.</param>
/// <param name="Party">Name of the trusted party that validly signed for it; null while none has.</param>
/// <param name="Because">Why nobody counts as having signed for it; null where somebody has.</param>
public sealed record RoleSignature(string Role, string? Party, string? Because)
{
    /// <summary>Checks the signatures on an agreement, role by role; signatures alone, not whether it could be put in force.</summary>
    /// <param name="envelope">The signed agreement.</param>
    /// <param name="roles">The roles that must sign, as the agreement names them.</param>
    /// <param name="parties">Whose signatures count.</param>
    public static ImmutableArray<RoleSignature> Of(DsseEnvelope envelope, IEnumerable<string> roles, IReadOnlyList<TrustedParty> parties)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(parties);
        var check = SignatureCheck.Of(envelope, parties);
        return [.. roles.Select(role =>
        {
            var found = new DiagnosticList();
            return check.CheckRoles([role], found) is [var signer]
                ? new RoleSignature(role, signer.Name, Because: null)
                : new RoleSignature(role, Party: null, found.ToImmutable()[0].Message);
        })];
    }
}
