using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Storage;

namespace Concordat.Ledger.Witnessing;

/// <summary>
/// A witness: cosigns a log's checkpoint when it continues every checkpoint of that log that it cosigned before (C2SP tlog-witness).
/// </summary>
/// <remarks>
/// Safe for concurrent use. A cosignature leaves only after the checkpoint is durable in the witness's folder. One process at a time:
/// two witnesses of one key with two memories would sign a fork.
/// </remarks>
public sealed class Witness : IDisposable
{
    private readonly Cosigner _cosigner;
    private readonly TimeProvider _time;
    private readonly LockFile _lock;
    private readonly FrozenDictionary<string, WitnessedLog> _logs;
    private readonly FrozenDictionary<string, WitnessedLog> _byHash;

    private Witness(Cosigner cosigner, TimeProvider time, LockFile lockFile, IReadOnlyList<WitnessedLog> logs)
    {
        (_cosigner, _time, _lock) = (cosigner, time, lockFile);
        _logs = logs.ToFrozenDictionary(static l => l.Origin, StringComparer.Ordinal);
        _byHash = logs.ToFrozenDictionary(static l => WitnessMemory.HashOf(l.Origin), StringComparer.Ordinal);
    }

    /// <summary>The witness's verifier key (vkey), which belongs into the policies of others.</summary>
    public string VerifierKey => _cosigner.Verifier.ToString();

    /// <summary>Opens the witness's memory.</summary>
    /// <exception cref="FormatException">A log's key is a cosigner's, or is the witness's own key.</exception>
    /// <exception cref="LedgerLockedException">Another process has this memory open.</exception>
    /// <exception cref="LedgerCorruptException">A remembered checkpoint is damaged: the witness does not start as if it knew nothing.</exception>
    public static Witness Open(WitnessOptions options, TimeProvider time) => Open(options, time, new LedgerFiles());

    internal static Witness Open(WitnessOptions options, TimeProvider time, LedgerFiles files)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var witness = options.Cosigner.Verifier;
        foreach (var log in options.Logs)
        {
            if (log.Type == NoteVerifier.Cosignature || log.HasKeyOf(witness))
            {
                throw new FormatException($"`{log}` cannot be the key of a log here: it is {(log.HasKeyOf(witness) ? "this witness's own" : "a witness's")}");
            }
        }

        var directory = Path.GetFullPath(options.Directory);
        Directory.CreateDirectory(directory);
        var lockFile = TakeLock(Path.Combine(directory, "lock"));
        try
        {
            var logs = options.Logs.GroupBy(static l => l.Name, StringComparer.Ordinal)
                .Select(keys => new WitnessedLog(
                    keys.Key, [.. keys], WitnessMemory.Open(directory, keys.Key, witness, files), new EvidenceFolder(Path.Combine(directory, "evidence"), files)))
                .ToList();
            return new Witness(options.Cosigner, time, lockFile, logs);
        }
        catch
        {
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>Answers a request of <c>add-checkpoint</c>.</summary>
    public WitnessAnswer AddCheckpoint(ReadOnlySpan<byte> body)
    {
        AddCheckpointRequest request;
        SignedNote note;
        Checkpoint checkpoint;
        try
        {
            request = AddCheckpointRequest.Parse(body);
            note = SignedNote.Parse(request.Note);
            checkpoint = Checkpoint.TryRead(note.TextBytes) ?? throw new FormatException("the note is not a checkpoint");
        }
        catch (FormatException e)
        {
            return Refuse(WitnessOutcome.Malformed, e.Message);
        }

        if (!_logs.TryGetValue(checkpoint.Origin, out var log))
        {
            return Refuse(WitnessOutcome.UnknownLog, "this witness does not know the log");
        }

        if (log.KeyOf(note) is not { } logKey)
        {
            return Refuse(WitnessOutcome.NotSigned, "no key that this witness trusts for the log has signed the checkpoint rightly");
        }

        if (request.OldSize > checkpoint.Size)
        {
            return Refuse(WitnessOutcome.Malformed, "the old size is above that of the checkpoint");
        }

        // Comparing with what was signed before, remembering and signing are one step.
        lock (log.Gate)
        {
            return Judge(log, logKey, request, note, checkpoint);
        }
    }

    /// <summary>The newest checkpoint cosigned of a log, with both signatures, for monitors; null when there is none.</summary>
    /// <param name="originHash">Lower-case hex SHA-256 of the log's name.</param>
    public byte[]? Monitor(string originHash)
    {
        if (!_byHash.TryGetValue(originHash, out var log))
        {
            return null;
        }

        lock (log.Gate)
        {
            return log.Memory.Note;
        }
    }

    /// <summary>Size of the newest checkpoint cosigned of each log, by the log's name.</summary>
    public IReadOnlyList<(string Origin, long Size)> Sizes() => [.. _logs.Values.Select(static l => (l.Origin, l.Memory.Newest?.Size ?? 0))];

    public void Dispose() => _lock.Dispose();

    private static LockFile TakeLock(string path)
    {
        try
        {
            return LockFile.Take(path);
        }
        catch (LedgerLockedException e)
        {
            throw new LedgerLockedException($"{path}: another process is this witness (stop it; a witness has one memory and never two)", e);
        }
    }

    private static WitnessAnswer Refuse(WitnessOutcome outcome, string why) => new(outcome, why + "\n");

    private WitnessAnswer Judge(WitnessedLog log, NoteVerifier logKey, AddCheckpointRequest request, SignedNote note, Checkpoint checkpoint)
    {
        var known = log.Memory.Newest;
        var knownSize = known?.Size ?? 0;
        if (request.OldSize != knownSize)
        {
            KeepForkOf(log, logKey, note, checkpoint, proof: []);
            return new WitnessAnswer(WitnessOutcome.Stale, knownSize.ToString(CultureInfo.InvariantCulture) + "\n");
        }

        if (!Continues(known, checkpoint, request.Proof))
        {
            KeepForkOf(log, logKey, note, checkpoint, request.Proof);
            return Refuse(WitnessOutcome.Inconsistent, "the checkpoint does not continue the one that this witness cosigned");
        }

        try
        {
            var line = _cosigner.Cosign(note, _time.GetUtcNow());
            log.Memory.Store(checkpoint, [.. note.WithOnly([logKey]), .. Encoding.UTF8.GetBytes(line)]);
            return new WitnessAnswer(WitnessOutcome.Cosigned, line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(WitnessOutcome.Unavailable, "the witness cannot store or sign the checkpoint now");
        }
    }

    private static bool Continues(Checkpoint? known, Checkpoint checkpoint, IReadOnlyList<TreeHash> proof)
    {
        if (checkpoint.Size == 0 && checkpoint.Root != TreeHash.Empty)
        {
            return false;
        }

        if (known is null || known.Size == 0)
        {
            return proof.Count == 0;
        }

        return known.Size == checkpoint.Size
            ? proof.Count == 0 && known.Root == checkpoint.Root
            : MerkleProof.VerifyConsistency(known.Size, known.Root, checkpoint.Size, checkpoint.Root, proof);
    }

    // Both checkpoints carry the log's signature: if they contradict each other, that is the log's doing, and anyone can see it.
    private static void KeepForkOf(WitnessedLog log, NoteVerifier logKey, SignedNote note, Checkpoint checkpoint, IReadOnlyList<TreeHash> proof)
    {
        if (log.Memory is { Newest: { } known, Note: { } knownNote } && ForkEvidence.Of(known, knownNote, checkpoint, note.WithOnly([logKey]), proof, logKey) is { } evidence)
        {
            log.Evidence.Keep(evidence);
        }
    }
}
