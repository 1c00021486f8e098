using Concordat.Ledger.Keys;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger;

/// <summary>Whom the reader of a receipt trusts: keys of logs, of which one must lead to the checkpoint's signer, and witnesses.</summary>
/// <param name="Logs">Keys of logs.</param>
/// <param name="Required">Witnesses, each of which must have cosigned.</param>
/// <param name="Policy">Witnesses of which a quorum must have cosigned; null where none is asked for.</param>
internal sealed record ReceiptTrust(IReadOnlyList<NoteVerifier> Logs, IReadOnlyList<NoteVerifier> Required, TlogPolicy? Policy)
{
    /// <summary>Opens the checkpoint of a receipt.</summary>
    /// <param name="note">The checkpoint.</param>
    /// <param name="extra">The receipt's extra data, which may hold the entries about keys.</param>
    /// <returns>The checkpoint, and the log's key that signed it.</returns>
    /// <exception cref="FormatException">Nobody trusted signed it, a cosignature is missing, or a key no longer counts.</exception>
    public (Checkpoint Checkpoint, NoteVerifier Key) Open(SignedNote note, byte[]? extra)
    {
        var claimed = Checkpoint.TryRead(note.TextBytes) ?? throw new FormatException("the checkpoint is not `origin`, `size` and `root hash` on a line each");
        var logs = Logs.Where(log => string.Equals(log.Name, claimed.Origin, StringComparison.Ordinal)).ToList();
        if (logs.Count == 0)
        {
            throw new FormatException($"the checkpoint is of the log `{claimed.Origin}`, {(Logs.Count == 0 ? "and no key of a log is known" : $"not `{Logs[0].Name}`")}");
        }

        var keys = Lead(logs, note, extra, claimed);
        foreach (var witness in Required)
        {
            if (keys.CosignatureFault(note, witness, claimed.Size) is { } fault)
            {
                throw new FormatException(fault);
            }
        }

        if (Policy is not null)
        {
            RequireQuorum(Policy, note, claimed.Size, keys);
        }

        return (claimed, keys.Current);
    }

    /// <summary>Follows the chain of keys from the first of the known ones that leads to the signature.</summary>
    private static LogKeys Lead(List<NoteVerifier> logs, SignedNote note, byte[]? extra, Checkpoint claimed)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                var keys = new LogKeys(logs[i]);
                KeyProofs.Read(extra, claimed, keys);
                keys.Open(note);
                return keys;
            }
            catch (FormatException) when (i + 1 < logs.Count)
            {
                // another key of the same log may lead to it
            }
        }
    }

    private static void RequireQuorum(TlogPolicy policy, SignedNote note, long size, LogKeys keys)
    {
        var cosigned = policy.Check(note).Cosigned.Where(name => keys.Counts(policy.Witnesses.First(w => w.Name == name).Key, size)).ToHashSet(StringComparer.Ordinal);
        if (!policy.IsSatisfiedBy(cosigned))
        {
            throw new FormatException($"the checkpoint does not meet the quorum `{policy.Quorum}`: {(cosigned.Count == 0 ? "no witness has cosigned it" : "it is cosigned by " + string.Join(", ", cosigned) + " only")}");
        }
    }
}
