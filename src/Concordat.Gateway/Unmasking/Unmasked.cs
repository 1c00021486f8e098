using System.Collections.Immutable;
using Concordat.Gateway.Errors;
using Concordat.Oversight.Cases;
using Concordat.Safeguards.Masking;

namespace Concordat.Gateway.Unmasking;

/// <summary>What the desk answers: the case that was opened, or the identities, or why neither.</summary>
internal sealed record Unmasked(GatewayError? Error)
{
    public Case? Case { get; init; }

    /// <summary>Whose signatures the case needs.</summary>
    public string? Needs { get; init; }

    /// <summary>The identities that were granted; given once.</summary>
    public ImmutableArray<MaskedPerson> Persons { get; init; } = [];
}
