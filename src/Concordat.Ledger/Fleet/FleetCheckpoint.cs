using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concordat.Ledger.Entries;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Signing;

namespace Concordat.Ledger.Fleet;

/// <summary>The heads of all logs of one database at one time, in a signed note (docs/reference/fleet-checkpoint.md).</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="Time">When it was made, by the database's clock.</param>
/// <param name="Previous">SHA-256 of the text of the one before; null for the first.</param>
/// <param name="Heads">The largest published checkpoint of each log, by origin.</param>
/// <param name="Behind">Checkpoints that logs have published since and that do not continue their heads: evidence against those logs.</param>
public sealed record FleetCheckpoint(
    long Number, DateTimeOffset Time, TreeHash? Previous, ImmutableArray<Checkpoint> Heads, ImmutableArray<Checkpoint> Behind)
{
    /// <summary>Name of the file beside a log.</summary>
    public const string FileName = "fleet-checkpoint";

    /// <summary>Most logs that a fleet has: a signed note has a largest size.</summary>
    public const int MaxLogs = 256;

    private const string Header = "concordat-fleet/1";
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>What is there before the first.</summary>
    internal static FleetCheckpoint None { get; } = new(0, DateTimeOffset.UnixEpoch, null, [], []);

    /// <summary>The text that is signed.</summary>
    internal string Text
    {
        get
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"{Header}\nnumber {Number}\ntime {Time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture)}\n");
            if (Previous is { } previous)
            {
                text.Append(CultureInfo.InvariantCulture, $"previous {previous}\n");
            }

            AppendLines(text, "log", Heads);
            AppendLines(text, "behind", Behind);
            return text.ToString();
        }
    }

    /// <summary>Reads a note that one of the signers must have signed.</summary>
    /// <exception cref="FormatException">Malformed, or signed by none of them.</exception>
    public static FleetCheckpoint Open(ReadOnlySpan<byte> note, IReadOnlyList<NoteVerifier> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        var signed = SignedNote.Parse(note);
        if (!signers.Any(signed.IsSignedBy))
        {
            throw new FormatException("the fleet checkpoint has no valid signature of a key that is known (name its signer's verifier key)");
        }

        return TryRead(signed.Text) ?? throw new FormatException($"the note is no fleet checkpoint (`{Header}`)");
    }

    /// <summary>The next one: every log goes on from its head, or is named.</summary>
    internal FleetCheckpoint Next(DateTimeOffset time, IReadOnlyList<Checkpoint> newest)
    {
        var heads = Heads.ToDictionary(static h => h.Origin, StringComparer.Ordinal);
        var behind = new List<Checkpoint>();
        foreach (var checkpoint in newest)
        {
            if (heads.TryGetValue(checkpoint.Origin, out var head) && !MayContinue(head, checkpoint))
            {
                behind.Add(checkpoint);
            }
            else
            {
                heads[checkpoint.Origin] = checkpoint;
            }
        }

        return heads.Count > MaxLogs
            ? throw new InvalidDataException($"the database has {heads.Count} logs, and a fleet checkpoint takes {MaxLogs} (use another database for the others)")
            : new FleetCheckpoint(Number + 1, time, Number == 0 ? null : new TreeHash(SHA256.HashData(Encoding.UTF8.GetBytes(Text))), Sorted(heads.Values), Sorted(behind));
    }

    /// <summary>The same with heads that are further than it says: what a signer has seen, whatever the database says now.</summary>
    internal FleetCheckpoint Knowing(ImmutableArray<Checkpoint> seen)
    {
        var heads = Heads.ToDictionary(static h => h.Origin, StringComparer.Ordinal);
        foreach (var head in seen)
        {
            if (!heads.TryGetValue(head.Origin, out var listed) || !MayContinue(head, listed))
            {
                heads[head.Origin] = head;
            }
        }

        return this with { Heads = Sorted(heads.Values) };
    }

    internal byte[] Sign(string name, SigningKey key) => Encoding.UTF8.GetBytes(SignedNote.Sign(Text, name, key));

    /// <summary>Reads the text of a note that nobody has checked; null when it is not exactly a fleet checkpoint.</summary>
    internal static FleetCheckpoint? TryRead(string text)
    {
        var read = None;
        foreach (var line in text.Split('\n'))
        {
            read = line.Split(' ') switch
            {
                ["number", var number] when long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) => read with { Number = value },
                ["time", var time] when EntryTime.TryParse(Encoding.UTF8.GetBytes(time), out var value) => read with { Time = EntryTime.At(value) },
                ["previous", var hash] when TreeHash.TryParse(hash, out var value) => read with { Previous = value },
                ["log", var origin, var size, var root] when ReadHead(origin, size, root) is { } head => read with { Heads = read.Heads.Add(head) },
                ["behind", var origin, var size, var root] when ReadHead(origin, size, root) is { } head => read with { Behind = read.Behind.Add(head) },
                _ => read,
            };
        }

        // There is one way to write a fleet checkpoint: what does not come out the same was not one.
        return read.Number > 0 && (read.Previous is null) == (read.Number == 1) && IsSorted(read.Heads) && IsSorted(read.Behind)
            && string.Equals(read.Text, text, StringComparison.Ordinal)
                ? read
                : null;
    }

    private static Checkpoint? ReadHead(string origin, string size, string root) =>
        long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var entries) && TreeHash.TryParse(root, out var hash)
            ? new Checkpoint(origin, entries, hash)
            : null;

    // A larger log may still be another one; that shows in its tiles, by `concordat ledger verify --fleet`.
    private static bool MayContinue(Checkpoint head, Checkpoint next) => next.Size > head.Size || (next.Size == head.Size && next.Root == head.Root);

    private static bool IsSorted(ImmutableArray<Checkpoint> heads) =>
        heads.Length <= MaxLogs && heads.Zip(heads.Skip(1)).All(static pair => string.CompareOrdinal(pair.First.Origin, pair.Second.Origin) < 0);

    private static ImmutableArray<Checkpoint> Sorted(IEnumerable<Checkpoint> heads) => [.. heads.OrderBy(static h => h.Origin, StringComparer.Ordinal)];

    private static void AppendLines(StringBuilder text, string word, ImmutableArray<Checkpoint> heads)
    {
        foreach (var head in heads)
        {
            text.Append(CultureInfo.InvariantCulture, $"{word} {head.Origin} {head.Size} {head.Root}\n");
        }
    }
}
