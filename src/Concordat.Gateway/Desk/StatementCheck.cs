using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Gateway.Desk;

/// <summary>Reads a signed statement: the signature first, of somebody who may decide at all, then what it says.</summary>
internal sealed class StatementCheck(TimeProvider time)
{
    public (SignedStatement? Signed, GatewayError? Error) Read(GatewayModel model, CaseId id, ReadOnlyMemory<byte> body)
    {
        try
        {
            var envelope = DsseEnvelope.Parse(body.Span);
            if (envelope.PayloadType != DecisionStatement.PayloadType || envelope.Signatures is not [var signature])
            {
                return (null, DeskErrors.Malformed($"it must have the type `{DecisionStatement.PayloadType}` and one signature"));
            }

            var approver = model.Approvers.FirstOrDefault(known => known.Key.KeyId.Equals(signature.KeyId, StringComparison.Ordinal));
            if (approver is null || !envelope.IsSignedBy(approver.Key))
            {
                return (null, DeskErrors.Unsigned);
            }

            var statement = DecisionStatement.Read(envelope.Payload);
            return !statement.Approver.Equals(approver.Id, StringComparison.Ordinal) ? (null, DeskErrors.OtherPerson(approver))
                : statement.Case != id ? (null, DeskErrors.Malformed("it is about another case"))
                : (time.GetUtcNow() - statement.Time).Duration() > DecisionStatement.Freshness ? (null, DeskErrors.Stale)
                : (new SignedStatement(approver, statement, envelope), null);
        }
        catch (FormatException fault)
        {
            return (null, DeskErrors.Malformed(fault.Message));
        }
    }
}
