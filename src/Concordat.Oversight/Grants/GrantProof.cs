using Concordat.Oversight.Cases;
using Concordat.Signing;

namespace Concordat.Oversight.Grants;

/// <summary>Checks once more, from the signatures alone, that people granted an action: a changed database grants nothing.</summary>
public static class GrantProof
{
    /// <summary>Whether the signatures of people who may decide today fill the quorum that the action names.</summary>
    public static bool Holds(CaseFile file, CanonicalAction action, IReadOnlyList<Approver> approvers)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(action);
        var people = new List<(string Party, string Role)>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var signature in file.Signatures)
        {
            if (signature.Decision == CaseDecision.Grant && Signer(file.Case.Id, signature, action, approvers) is { } signer && keys.Add(signer.Key.KeyId))
            {
                people.Add((signer.Party, signer.Role));
            }
        }

        return action.Terms.Quorum.IsMetBy(people);
    }

    private static Approver? Signer(CaseId id, CaseSignature signature, CanonicalAction action, IReadOnlyList<Approver> approvers)
    {
        var approver = approvers.FirstOrDefault(known => known.Id.Equals(signature.Approver, StringComparison.Ordinal));
        if (approver is null)
        {
            return null;
        }

        try
        {
            var envelope = DsseEnvelope.Parse(signature.Statement.Span);
            if (envelope.PayloadType != DecisionStatement.PayloadType || !envelope.IsSignedBy(approver.Key))
            {
                return null;
            }

            var statement = DecisionStatement.Read(envelope.Payload);
            return statement.Act == DecisionAct.Grant && statement.Case == id && statement.Action.Equals(action.Digest, StringComparison.Ordinal)
                && statement.Approver.Equals(approver.Id, StringComparison.Ordinal)
                ? approver
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
