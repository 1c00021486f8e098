using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concordat.Gateway.Recording;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Desk;

/// <summary>The entry that records a person's signed decision, before it counts, and the one that says that it does not count.</summary>
internal static class CaseEntry
{
    /// <param name="error">Why the decision does not count; null where it is being counted.</param>
    public static byte[] Write(Case held, SignedStatement signed, string agreement, string safeguards, string? error, DateTimeOffset now)
    {
        var (approver, statement, envelope) = (signed.Approver, signed.Statement, signed.Envelope);
        var json = new CanonicalWriter();
        json.BeginObject();
        Member(json, "act"u8, statement.Act.ToString().ToLowerInvariant());
        Member(json, "action"u8, statement.Action);
        Member(json, "agreement"u8, agreement);
        Member(json, "approver"u8, approver.Id);
        Member(json, "approver_key"u8, approver.Key.KeyId);
        Member(json, "case"u8, held.Id.Value);
        json.Name("clauses"u8);
        json.BeginArray();
        foreach (var clause in held.Clauses)
        {
            json.String(clause);
        }

        json.EndArray();
        if (error is not null)
        {
            Member(json, "error"u8, error);
        }

        Member(json, "party"u8, approver.Party);
        Member(json, "role"u8, approver.Role);
        Member(json, "safeguards"u8, safeguards);
        Member(json, "signature"u8, Convert.ToBase64String(envelope.Signatures[0].Signature));

        // The reason is free text and stays out; the hash of the signed payload is enough to prove it later.
        json.Name("statement"u8);
        json.Hex(SHA256.HashData(envelope.Payload));
        json.Name("time"u8);
        json.Ascii(Encoding.ASCII.GetBytes(now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)));
        Member(json, "type"u8, "case-decision");
        Member(json, "use_case"u8, held.Action.UseCase);
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }

    private static void Member(CanonicalWriter json, ReadOnlySpan<byte> name, string value)
    {
        json.Name(name);
        json.String(value);
    }
}
