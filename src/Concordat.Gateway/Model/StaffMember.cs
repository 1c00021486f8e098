using Concordat.Signing;

namespace Concordat.Gateway.Model;

/// <summary>A person under <c>console.people</c>, with the key that speaks for them by signed statement.</summary>
/// <param name="Key">Their public key; null for somebody who signs in otherwise, and for an approver, whose keys stand under <c>approvers</c>.</param>
internal sealed record StaffMember(string Id, IReadOnlyList<string> Roles, VerifyingKey? Key)
{
    /// <summary>Whether the person makes and revokes API keys.</summary>
    public bool IsPlatformEngineer => Roles.Contains("platform-engineer", StringComparer.Ordinal);
}
