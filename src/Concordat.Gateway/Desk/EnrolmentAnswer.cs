using System.Collections.Immutable;
using Concordat.Gateway.Errors;
using Concordat.Oversight.Credentials;
using Concordat.Signing.WebAuthn;

namespace Concordat.Gateway.Desk;

/// <summary>What the enrolment desk answers: the invitation, or what became of it, or an error.</summary>
internal sealed record EnrolmentAnswer
{
    public GatewayError? Error { get; private init; }

    public Invitation? Invitation { get; init; }

    public Credential? Credential { get; init; }

    /// <summary>Set where a browser is to make a credential.</summary>
    public RelyingParty? Party { get; init; }

    /// <summary>What the new credential signs: SHA-256 of the invitation.</summary>
    public byte[] Challenge { get; init; } = [];

    /// <summary>Name of the person, for the browser to show.</summary>
    public string Name { get; init; } = "";

    /// <summary>Keys that the person has already.</summary>
    public ImmutableArray<Credential> Present { get; init; } = [];

    /// <summary>Ledger index of what was recorded.</summary>
    public long? Entry { get; init; }

    public static EnrolmentAnswer Of(GatewayError error) => new() { Error = error };
}
