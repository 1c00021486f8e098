using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Linting;
using Concordat.Signing;

namespace Concordat.Agreements.Documents;

/// <summary>Adds signatures to agreements.</summary>
public static class AgreementSigning
{
    /// <summary>Signs an agreement for a role, beside the signatures that an earlier envelope of the same text has.</summary>
    /// <param name="source">The agreement; it must pass the lint.</param>
    /// <param name="existing">The envelope that others signed, or nothing for the first signature.</param>
    /// <param name="key">The signing key.</param>
    /// <param name="role">The role that signs; one of the agreement's.</param>
    /// <param name="parties">Whom the signer trusts, so that a key signs for its own role only; may be empty when no configuration exists yet.</param>
    /// <param name="unproven">Why it is signed although its red lines are not proven, which the signed text then says; none for one that is proven.</param>
    public static AgreementSigned Sign(
        AgreementSource source, ReadOnlySpan<byte> existing, SigningKey key, string role, IReadOnlyList<TrustedParty> parties, string? unproven = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(parties);
        var found = new DiagnosticList();
        source = source with { Unproven = unproven };
        if (AgreementLint.Compile(source, found) is null || !MaySign(source.Metadata, key, role, parties, found) || !SigningProof.Allows(source, found))
        {
            return new AgreementSigned(null, null, found.ToImmutable());
        }

        var payload = AgreementPayload.Build(source);
        var hash = AgreementPayload.Hash(payload);
        var envelope = DsseEnvelope.Create(AgreementPayload.MediaType, payload);
        if (!existing.IsEmpty)
        {
            if (AgreementVerification.ReadEnvelope(existing, found) is not { } earlier)
            {
                return new AgreementSigned(null, hash, found.ToImmutable());
            }

            envelope = earlier;
            CheckEarlier(earlier, payload, hash, key, role, parties, found);
        }

        return new AgreementSigned(found.HasErrors ? null : envelope.Sign(key).ToJson(), hash, found.ToImmutable());
    }

    private static bool MaySign(
        AgreementMetadata metadata, SigningKey key, string role, IReadOnlyList<TrustedParty> parties, DiagnosticList found)
    {
        if (!metadata.Roles.Contains(role, StringComparer.Ordinal))
        {
            found.Error(AgreementCodes.RoleUnknown, $"the agreement has no role `{role}`; its roles are {string.Join(", ", metadata.Roles)}");
            return false;
        }

        var publicKey = key.PublicKey;
        if (parties.Count > 0 && !parties.Any(party => string.Equals(party.Role, role, StringComparison.Ordinal) && party.Has(publicKey)))
        {
            found.Error(AgreementCodes.KeyOfOtherRole, $"the key {publicKey.KeyId[..12]} is not one that the configuration trusts for the role `{role}`");
            return false;
        }

        return true;
    }

    private static void CheckEarlier(
        DsseEnvelope earlier, byte[] payload, string hash, SigningKey key, string role, IReadOnlyList<TrustedParty> parties, DiagnosticList found)
    {
        if (!earlier.Payload.AsSpan().SequenceEqual(payload))
        {
            var other = AgreementPayload.Hash(earlier.Payload);
            if (SigningProof.ReasonIn(earlier.Payload) is { } reason)
            {
                found.Error(
                    AgreementCodes.PayloadDiffers,
                    $"the envelope holds a text ({other[..12]}) that another party signed unproven, with the reason `{reason}`; to sign that text, give the same reason");
                return;
            }

            found.Error(
                AgreementCodes.PayloadDiffers,
                $"the envelope holds another text ({other[..12]}) than the folder ({hash[..12]}); sign the text that the others signed, or begin a new envelope");
            return;
        }

        if (earlier.IsSignedBy(key.PublicKey)
            || parties.Any(party => string.Equals(party.Role, role, StringComparison.Ordinal) && party.HasSigned(earlier)))
        {
            found.Error(AgreementCodes.RoleHasSigned, $"the role `{role}` has signed this text already");
        }
        else if (earlier.Signatures.Length >= DsseEnvelope.MaxSignatures)
        {
            found.Error(AgreementCodes.TooLarge, "the envelope has no room for another signature; begin a new envelope");
        }
    }
}
