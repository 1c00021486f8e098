using Concordat.Gateway.Recording;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Desk;

/// <summary>The entry that records a person's signed decision, before it counts, and the one that says that it does not count.</summary>
internal static class CaseEntry
{
    /// <param name="error">Why the decision does not count; null where it is being counted.</param>
    public static byte[] Write(Case held, SignedStatement signed, string agreement, string safeguards, string? error, DateTimeOffset now)
    {
        var (approver, statement, proof) = (signed.Approver, signed.Statement, signed.Proof);
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Member("act"u8, statement.Act.ToString().ToLowerInvariant());
        json.Member("action"u8, statement.Action);
        json.Member("agreement"u8, agreement);
        json.Member("approver"u8, approver.Id);
        json.Member("approver_key"u8, signed.Signer.KeyId);
        if (statement.Assignee is { } assignee)
        {
            json.Member("assignee"u8, assignee.Length <= 128 ? assignee : assignee[..128]);
        }

        ProofMembers.Authenticator(json, proof);
        json.Member("case"u8, held.Id.Value);
        json.Name("clauses"u8);
        json.BeginArray();
        foreach (var clause in held.Clauses)
        {
            json.String(clause);
        }

        json.EndArray();
        ProofMembers.Client(json, proof);
        if (error is not null)
        {
            json.Member("error"u8, error);
        }

        json.Member("party"u8, approver.Party);
        json.Member("role"u8, approver.Role);
        json.Member("safeguards"u8, safeguards);
        ProofMembers.Signature(json, proof);
        json.Name("time"u8);
        json.Time(now);
        json.Member("type"u8, "case-decision");
        json.Member("use_case"u8, held.Action.UseCase);
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }
}
