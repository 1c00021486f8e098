using Concordat.Agreements;

namespace Concordat.Evidence;

/// <summary>A signatory whose public keys are in an evidence package.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Role">The side it signs for.</param>
/// <param name="Keys">Ids of its keys (SHA-256 of the SubjectPublicKeyInfo, lower hex), which are the names of their files; it has signed only with each of them.</param>
internal sealed record EvidenceParty(string Name, string Role, IReadOnlyList<string> Keys)
{
    public static EvidenceParty Of(TrustedParty party) => new(party.Name, party.Role, [.. party.AlsoKeys.Prepend(party.Key).Select(static key => key.KeyId)]);

    /// <summary>Whether it has the form of one; what names a file is taken for a name only then.</summary>
    public bool IsWellFormed => Name is not null && Role is { Length: > 0 } && Keys is { Count: > 0 }
        && Keys.All(static id => id is { Length: 64 } && id.All(char.IsAsciiHexDigitLower));
}
