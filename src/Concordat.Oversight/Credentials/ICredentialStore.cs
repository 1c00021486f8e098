namespace Concordat.Oversight.Credentials;

/// <summary>Where hardware keys of people and the invitations to enrol them are kept.</summary>
/// <remarks>Thread-safe, across processes too. Durable on return. Every method may throw <see cref="OversightUnavailableException"/>.</remarks>
public interface ICredentialStore
{
    /// <summary>Keeps an invitation that was verified and recorded.</summary>
    /// <returns>Why not: <c>invitation_exists</c> or <c>too_many_invitations</c>; null when it is kept.</returns>
    ValueTask<OversightError?> InviteAsync(Invitation invitation, CancellationToken cancellation);

    /// <param name="id">SHA-256 of the token, lower hex.</param>
    ValueTask<Invitation?> FindInvitationAsync(string id, CancellationToken cancellation);

    /// <summary>Adds a sealed credential and uses its invitation up; of any number of parallel callers one succeeds.</summary>
    /// <returns>Why not, as <see cref="CredentialRules"/> says; null when it is added.</returns>
    ValueTask<OversightError?> EnrolAsync(Credential credential, CancellationToken cancellation);

    /// <summary>A credential, also a retired one.</summary>
    ValueTask<Credential?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>Credentials of one person, or of everybody, oldest first; retired ones too.</summary>
    ValueTask<IReadOnlyList<Credential>> ListAsync(string? approver, CancellationToken cancellation);

    /// <summary>Takes the sign counter of a verified assertion; of parallel callers with the same counter one gets <see cref="UseOutcome.Counted"/>.</summary>
    ValueTask<UseOutcome> UseAsync(string id, uint signCount, CancellationToken cancellation);

    /// <summary>Retires a credential for good; retiring twice keeps the first time.</summary>
    /// <returns>Whether there is such a credential.</returns>
    ValueTask<bool> RetireAsync(string id, CancellationToken cancellation);
}
