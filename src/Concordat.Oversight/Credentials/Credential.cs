using System.Collections.Immutable;
using Concordat.Signing.WebAuthn;

namespace Concordat.Oversight.Credentials;

/// <summary>A hardware key with which one person decides cases: what its registration proved, and what became of it since.</summary>
public sealed record Credential
{
    /// <summary>As the authenticator named it, base64url.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the person.</summary>
    public required string Approver { get; init; }

    /// <summary>What the person was invited as; somebody who has another role since is invited anew.</summary>
    public required string Role { get; init; }

    /// <summary>The side that the person was invited by, and acts for.</summary>
    public required string Party { get; init; }

    /// <summary>DER SubjectPublicKeyInfo.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>SHA-256 of the public key, lower hex.</summary>
    public required string KeyId { get; init; }

    /// <summary>The authenticator's model (AAGUID); proven only where <see cref="IsAttested"/>.</summary>
    public Guid Model { get; init; }

    /// <summary>Whether the maker of a listed model vouched for it.</summary>
    public bool IsAttested { get; init; }

    /// <summary>Whether the passkey can be copied to other devices.</summary>
    public bool BackupEligible { get; init; }

    /// <summary>How it can be reached, such as <c>usb</c>; a hint for browsers.</summary>
    public ImmutableArray<string> Transports { get; init; } = [];

    /// <summary>Id of the invitation that it was enrolled by.</summary>
    public required string Invitation { get; init; }

    /// <summary>Id of the party's key that signed the invitation.</summary>
    public required string InvitedBy { get; init; }

    /// <summary>Ledger index of the entry that records the enrolment.</summary>
    public required long Entry { get; init; }

    public required DateTimeOffset Added { get; init; }

    /// <summary>HMAC over all of the above: nobody adds a credential by writing into the database.</summary>
    public ReadOnlyMemory<byte> Seal { get; init; }

    /// <summary>How often the authenticator says that it has signed; 0 where it does not count.</summary>
    public long SignCount { get; init; }

    /// <summary>How often its counter went backwards: the sign of a copied key.</summary>
    public long Regressions { get; init; }

    /// <summary>When it was retired; null while it counts.</summary>
    public DateTimeOffset? Retired { get; init; }

    /// <summary>What a registration and its invitation make together; not sealed yet.</summary>
    public static Credential Of(NewCredential made, Invitation invitation, long entry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(made);
        ArgumentNullException.ThrowIfNull(invitation);
        return new Credential
        {
            Id = made.Id,
            Approver = invitation.Approver,
            Role = invitation.Role,
            Party = invitation.Party,
            PublicKey = made.Key.ToSpki(),
            KeyId = made.Key.KeyId,
            Model = made.Model,
            IsAttested = made.IsAttested,
            BackupEligible = made.Flags.HasFlag(AuthenticatorTraits.BackupEligible),
            Transports = made.Transports,
            Invitation = invitation.Id,
            InvitedBy = invitation.InvitedBy,
            Entry = entry,
            Added = Stores.StoredTime.ToWholeMicroseconds(now),
            SignCount = made.SignCount,
        };
    }
}
