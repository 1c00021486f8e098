namespace Concordat.Commands;

/// <summary>An invitation as its making reports it.</summary>
/// <param name="Token">Shown this once; the gateway keeps its hash only.</param>
internal sealed record InvitationReport(string Approver, string Role, string Party, string Token, DateTimeOffset Expires, long Entry);
