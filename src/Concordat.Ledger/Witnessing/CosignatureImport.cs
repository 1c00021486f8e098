using System.Globalization;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Storage;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Witnessing;

/// <summary>Takes cosignatures that came as a file: for witnesses behind an air gap.</summary>
public static class CosignatureImport
{
    /// <summary>
    /// Joins signature lines to the checkpoint that they were made for, kept beside the log as <c>checkpoint.N</c>; once the policy is met,
    /// it becomes <c>checkpoint.witnessed</c> unless a newer one is there.
    /// </summary>
    /// <param name="directory">Directory of the log.</param>
    /// <param name="logKey">The log's verifier key.</param>
    /// <param name="alsoKeys">Verifier keys of the keys that sign beside it, whose signatures are kept.</param>
    /// <param name="policy">The witnesses and the quorum.</param>
    /// <param name="request">The request that the witness was given.</param>
    /// <param name="lines">What it gave back.</param>
    /// <returns>Size of the checkpoint, and who has cosigned it by now.</returns>
    /// <exception cref="FormatException">The log did not sign the request's checkpoint, or the lines hold no valid cosignature of a witness of the policy.</exception>
    public static (long Size, PolicyResult Result) Run(string directory, string logKey, IReadOnlyList<string> alsoKeys, TlogPolicy policy, AddCheckpointRequest request, ReadOnlySpan<byte> lines)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(request);
        var log = NoteVerifier.Parse(logKey);
        var checkpoint = Checkpoint.Open(request.Note, log);
        var signed = SignedNote.Parse([.. request.Note, .. lines]);
        if (Checkpoint.TryRead(signed.TextBytes) != checkpoint || policy.Check(signed).Cosigned is [])
        {
            throw new FormatException("the file holds no valid cosignature of a witness of the policy over this checkpoint");
        }

        var files = new LedgerFiles();
        var name = string.Create(CultureInfo.InvariantCulture, $"{TilePath.Checkpoint}.{checkpoint.Size}");
        var path = Path.Combine(directory, name);
        var witnesses = policy.Witnesses.Where(static w => w.Key.IsSupported).Select(static w => w.Key).ToList();
        IReadOnlyList<NoteVerifier> own = [log, .. alsoKeys.Select(NoteVerifier.Parse).Where(static key => key.IsSupported)];
        var joined = signed;
        if (File.Exists(path) && SignedNote.Parse(File.ReadAllBytes(path)) is var kept && Checkpoint.Open(kept, log) == checkpoint)
        {
            joined = SignedNote.Parse([.. signed.WithOnly([.. own, .. witnesses]), .. kept.LinesOf(witnesses.Where(w => !signed.IsSignedBy(w)))]);
        }

        files.Replace(path, Path.Combine(directory, ".wal", name + ".part"), joined.WithOnly([.. own, .. witnesses]));
        var result = policy.Check(joined);
        if (result.IsSatisfied)
        {
            new WitnessedCheckpoint(directory, log, [.. own.Skip(1)], policy, files).Publish(checkpoint, joined);
        }

        return (checkpoint.Size, result);
    }
}
