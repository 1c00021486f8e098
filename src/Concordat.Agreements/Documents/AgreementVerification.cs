using System.Globalization;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Linting;
using Concordat.Signing;

namespace Concordat.Agreements.Documents;

/// <summary>
/// Decides whether bytes are an agreement in force. In order: size, envelope, type, trust, signatures, canonical form, roles, time, clauses.
/// The payload is not read before a trusted key has signed it.
/// </summary>
internal static class AgreementVerification
{
    public static AgreementLoad Load(ReadOnlySpan<byte> envelopeJson, IReadOnlyList<TrustedParty> parties, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(parties);
        var found = new DiagnosticList();
        if (ReadEnvelope(envelopeJson, found) is not { } envelope || !CheckTrust(parties, found))
        {
            return AgreementLoad.Failed(found);
        }

        var signatures = SignatureCheck.Of(envelope, parties);
        if (!signatures.AnyValid)
        {
            signatures.ReportNone(found);
            return AgreementLoad.Failed(found);
        }

        if (AgreementPayload.Read(envelope.Payload, found) is not { } source)
        {
            return AgreementLoad.Failed(found);
        }

        if (source.Metadata.Roles.IsDefaultOrEmpty)
        {
            found.Error(AgreementCodes.Metadata, "the agreement names no roles that must sign");
            return AgreementLoad.Failed(found);
        }

        var signers = signatures.CheckRoles(source.Metadata.Roles, found);
        CheckTime(source.Metadata, now, found);
        if (source.Unproven is { } reason)
        {
            found.Warning(AgreementCodes.SignedUnproven, $"the parties signed this agreement although its red lines are not proven: {reason}");
        }

        var model = AgreementLint.Compile(source, found);
        return model is null || found.HasErrors
            ? AgreementLoad.Failed(found)
            : AgreementLoad.Of(new Agreement(source, model, AgreementPayload.Hash(envelope.Payload), signers), found);
    }

    /// <summary>Reads an envelope of the right type within bounds.</summary>
    public static DsseEnvelope? ReadEnvelope(ReadOnlySpan<byte> json, DiagnosticList found, string? file = null)
    {
        if (json.Length > AgreementPayload.MaxEnvelopeBytes)
        {
            found.Error(
                AgreementCodes.TooLarge,
                string.Create(CultureInfo.InvariantCulture, $"the signed agreement has {json.Length} bytes, more than {AgreementPayload.MaxEnvelopeBytes}"),
                file);
            return null;
        }

        DsseEnvelope envelope;
        try
        {
            envelope = DsseEnvelope.Parse(json);
        }
        catch (SigningFormatException e)
        {
            if (string.Equals(e.Code, "dsse_unsigned", StringComparison.Ordinal))
            {
                found.Error(AgreementCodes.NotSigned, "nobody has signed this agreement; every party signs it with `concordat agreement sign`", file);
            }
            else
            {
                found.Error(AgreementCodes.NotAnEnvelope, "this is not a signed document: " + e.Message, file);
            }

            return null;
        }

        if (!string.Equals(envelope.PayloadType, AgreementPayload.MediaType, StringComparison.Ordinal))
        {
            found.Error(AgreementCodes.WrongType, $"this is a signed document of type `{envelope.PayloadType}`, not an agreement (`{AgreementPayload.MediaType}`)", file);
            return null;
        }

        return envelope;
    }

    // One key that speaks for two roles would let one side sign for both.
    private static bool CheckTrust(IReadOnlyList<TrustedParty> parties, DiagnosticList found)
    {
        foreach (var shared in parties.SelectMany(static party => party.AlsoKeys.Prepend(party.Key).Select(key => (Key: key, Party: party)))
            .GroupBy(static pair => pair.Key, static pair => pair.Party).Where(group => group.Select(party => party.Role).Distinct(StringComparer.Ordinal).Count() > 1))
        {
            var names = string.Join(" and ", shared.Select(party => $"`{party.Name}` ({party.Role})"));
            found.Error(AgreementCodes.SharedKey, $"the configuration gives one key to {names}; each role needs a key of its own");
        }

        return !found.HasErrors;
    }

    private static void CheckTime(AgreementMetadata metadata, DateTimeOffset now, DiagnosticList found)
    {
        if (Dates.TryInstant(metadata.Effective, out var effective) && now < effective)
        {
            found.Error(AgreementCodes.NotEffective, $"the agreement takes effect on {metadata.Effective}, which has not come");
        }

        if (Dates.TryInstant(metadata.Expires, out var expires) && now >= expires)
        {
            found.Error(AgreementCodes.Expired, $"the agreement expired on {metadata.Expires}");
        }
    }
}
