namespace Concordat.Oversight.Stores;

/// <summary>What stores of credentials refuse by themselves.</summary>
internal static class CredentialDraft
{
    public static readonly OversightError InvitationExists = new("invitation_exists", "this invitation was made already; each has a token of its own");

    public static readonly OversightError TooManyInvitations = new(
        "too_many_invitations", $"there are {Credentials.CredentialRules.MostInvitations} open invitations, the most allowed; they expire by themselves");
}
