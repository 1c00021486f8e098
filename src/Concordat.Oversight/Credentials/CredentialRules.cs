using Concordat.Oversight.Stores;

namespace Concordat.Oversight.Credentials;

/// <summary>What may become of invitations and credentials; the stores ask here and decide nothing themselves.</summary>
public static class CredentialRules
{
    /// <summary>Most credentials in use that one person may have.</summary>
    public const int MostCredentials = 8;

    /// <summary>Most invitations that may be open at a time.</summary>
    public const int MostInvitations = 1_000;

    internal static OversightError? Enrol(Invitation? invitation, Credential credential, bool exists, long inUse, DateTimeOffset now) => invitation switch
    {
        null => InvitationUnknown,
        { Used: not null } => InvitationUsed,
        _ when invitation.Expires <= now => InvitationExpired,
        _ when !invitation.Approver.Equals(credential.Approver, StringComparison.Ordinal) => InvitationUnknown,
        _ when exists => new OversightError("credential_exists", "this hardware key is enrolled already; each person has keys of their own"),
        _ when inUse >= MostCredentials => new OversightError(
            "too_many_credentials", $"`{credential.Approver}` has {MostCredentials} hardware keys, the most allowed; retire one first"),
        _ => null,
    };

    /// <summary>What an assertion's counter says, against the one that was seen last.</summary>
    internal static UseOutcome Use(long last, uint signCount) =>
        last == 0 && signCount == 0 ? UseOutcome.Counted
        : signCount > last ? UseOutcome.Counted
        : signCount == last ? UseOutcome.Replayed
        : UseOutcome.Regressed;

    internal static void Check(Invitation invitation)
    {
        ArgumentNullException.ThrowIfNull(invitation);
        Text.Sha256Hex(invitation.Id);
        Text.OneLine(invitation.Approver, 128);
    }

    public static readonly OversightError InvitationUnknown = new("invitation_unknown", "there is no such invitation; ask the party that you act for to invite you");

    public static readonly OversightError InvitationUsed = new("invitation_used", "the invitation was used; if that was not you, say so at once to the party that invited you");

    public static readonly OversightError InvitationExpired = new("invitation_expired", "the invitation has expired; ask for a new one");
}
