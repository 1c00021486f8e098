using System.Collections.Immutable;
using Concordat.Agreements.Diagnostics;
using Concordat.Signing;

namespace Concordat.Agreements.Documents;

/// <summary>Which trusted parties validly signed an envelope. Key ids only help to word a refusal; they never count as a signature.</summary>
internal sealed class SignatureCheck
{
    private readonly DsseEnvelope _envelope;
    private readonly IReadOnlyList<TrustedParty> _parties;
    private readonly ImmutableArray<TrustedParty> _valid;
    private readonly string _what;

    private SignatureCheck(DsseEnvelope envelope, IReadOnlyList<TrustedParty> parties, string what)
    {
        _envelope = envelope;
        _what = what;
        _parties = parties;
        _valid = [.. parties.Where(party => party.HasSigned(envelope))];
    }

    public bool AnyValid => !_valid.IsEmpty;

    public static SignatureCheck Of(DsseEnvelope envelope, IReadOnlyList<TrustedParty> parties, string what = "agreement") => new(envelope, parties, what);

    /// <summary>Says why there is no valid signature at all.</summary>
    public void ReportNone(DiagnosticList found)
    {
        if (_parties.FirstOrDefault(Claimed) is { } party)
        {
            found.Error(AgreementCodes.Altered, Altered(party));
        }
        else
        {
            found.Error(AgreementCodes.UnknownSigner, $"no signature on this {_what} is by a party that the configuration trusts; check the keys under `parties`");
        }
    }

    /// <summary>Finds a valid signature for each role, and says which roles lack one and why.</summary>
    public ImmutableArray<TrustedParty> CheckRoles(IEnumerable<string> roles, DiagnosticList found)
    {
        var signers = ImmutableArray.CreateBuilder<TrustedParty>();
        foreach (var role in roles)
        {
            if (_valid.FirstOrDefault(party => IsOf(party, role)) is { } signer)
            {
                signers.Add(signer);
            }
            else if (!_parties.Any(party => IsOf(party, role)))
            {
                found.Error(AgreementCodes.UntrustedRole, $"the {_what} needs a signature of the role `{role}`, for which the configuration trusts no key; add one under `parties`");
            }
            else if (_parties.FirstOrDefault(party => IsOf(party, role) && Claimed(party)) is { } claimed)
            {
                found.Error(AgreementCodes.Altered, Altered(claimed));
            }
            else if (_parties.FirstOrDefault(party => IsOf(party, role) && party.AlsoKeys.Prepend(party.Key).Any(_envelope.IsSignedBy)) is { } half)
            {
                found.Error(AgreementCodes.HalfSigned, $"`{half.Name}` ({role}) has {half.AlsoKeys.Count + 1} keys and has not signed the {_what} with each of them");
            }
            else
            {
                found.Error(AgreementCodes.HalfSigned, $"the {_what} lacks a signature of the role `{role}`; it binds nobody until every role has signed");
            }
        }

        return signers.ToImmutable();
    }

    private static bool IsOf(TrustedParty party, string role) => string.Equals(party.Role, role, StringComparison.Ordinal);

    private static string Altered(TrustedParty party) =>
        $"the signature of `{party.Name}` ({party.Role}) does not fit the text: the text or the signature was altered after signing";

    private bool Claimed(TrustedParty party) =>
        party.AlsoKeys.Prepend(party.Key).Any(key =>
            _envelope.Signatures.Any(signature => string.Equals(signature.KeyId, key.KeyId, StringComparison.Ordinal)) && !_envelope.IsSignedBy(key));
}
