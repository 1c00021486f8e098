using Concordat.Oversight.Cases;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Signers;
using Concordat.Signing;

namespace Concordat.Oversight.Grants;

/// <summary>Checks once more, from the signatures alone, that people granted an action: a changed database grants nothing.</summary>
public static class GrantProof
{
    /// <summary>Whether the signatures of people who may decide today, by keys that count today, fill the quorum that the action names, and the one that it needs today.</summary>
    /// <param name="needed">Whose signatures the action needs today, whatever it names.</param>
    /// <exception cref="OversightUnavailableException">The store of credentials does not answer.</exception>
    public static async ValueTask<bool> HoldsAsync(
        CaseFile file, CanonicalAction action, Quorum needed, ApproverBook book, OversightStores stores, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(needed);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(stores);
        if (file.Signatures.Any(static signature => signature.Decision != CaseDecision.Grant))
        {
            return false; // somebody said no, whatever the row says
        }

        var revoked = await stores.RevokedSigners.ListAsync(cancellation);
        var people = new List<(string Party, string Role)>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var signature in file.Signatures)
        {
            if (await SignerAsync(file.Case.Id, signature, action, book, stores.Credentials, now, cancellation) is { } signer
                && !revoked.Has(signer.KeyId) && !revoked.HasAppointerOf(signer.Approver) && keys.Add(signer.KeyId) && ids.Add(signer.Approver.Id))
            {
                people.Add((signer.Approver.Party, signer.Approver.Role));
            }
        }

        return action.Terms.Quorum.IsMetBy(people) && needed.IsFilledAmong(people);
    }

    private static async ValueTask<Signer?> SignerAsync(
        CaseId id, CaseSignature signature, CanonicalAction action, ApproverBook book, ICredentialStore credentials, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var signed = PersonalStatement.Parse(signature.Statement);
            if (signed.PayloadType != DecisionStatement.PayloadType
                || (await book.IdentifyAsync(signed, credentials, now, cancellation)).Signer is not { } signer)
            {
                return null;
            }

            var statement = DecisionStatement.Read(signed.Payload);
            return statement.Act == DecisionAct.Grant && statement.Case == id && statement.Action.Equals(action.Digest, StringComparison.Ordinal)
                && statement.Approver.Equals(signer.Approver.Id, StringComparison.Ordinal) && !ActionLabel.IsAbove(signer.Approver, action)
                ? signer
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
