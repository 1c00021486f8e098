using System.Collections.Immutable;
using Concordat.Gateway.Errors;
using Concordat.Oversight.Credentials;
using Concordat.Signing.WebAuthn;

namespace Concordat.Gateway.Desk;

/// <summary>What a hardware key is to sign, and which may, or an error.</summary>
/// <param name="Payload">The statement; its SHA-256 is the challenge.</param>
/// <param name="Credentials">The person's keys that count now.</param>
internal sealed record ChallengeAnswer(GatewayError? Error, RelyingParty? Party, byte[] Payload, ImmutableArray<Credential> Credentials)
{
    public static ChallengeAnswer Of(GatewayError error) => new(error, null, [], []);
}
