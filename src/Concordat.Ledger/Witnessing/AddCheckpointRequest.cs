using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Concordat.Ledger.Merkle;

namespace Concordat.Ledger.Witnessing;

/// <summary>What a log hands to a witness: a checkpoint, and the proof that it continues the one that the witness knows (C2SP tlog-witness).</summary>
/// <param name="OldSize">Size of the checkpoint that the witness knows; 0 when it knows none.</param>
/// <param name="Proof">Consistency proof from there; empty from 0.</param>
/// <param name="Note">The signed checkpoint.</param>
public sealed record AddCheckpointRequest(long OldSize, ImmutableArray<TreeHash> Proof, byte[] Note)
{
    /// <summary>Largest request that is read, in bytes: the largest note, and the proof before it.</summary>
    public const int MaxBytes = 70 * 1024;

    private const int MaxHashes = 63;

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="FormatException">Not such a body; the message names the line.</exception>
    public static AddCheckpointRequest Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length > MaxBytes)
        {
            throw new FormatException($"the request is longer than {MaxBytes} bytes");
        }

        var split = body.IndexOf("\n\n"u8);
        if (split < 0)
        {
            throw new FormatException("the request has no empty line before the checkpoint");
        }

        var lines = Encoding.UTF8.GetString(body[..split]).Split('\n');
        var oldSize = ParseOldSize(lines[0]);
        if (lines.Length - 1 > MaxHashes)
        {
            throw new FormatException($"the request has more than {MaxHashes} hashes");
        }

        var proof = ImmutableArray.CreateBuilder<TreeHash>(lines.Length - 1);
        for (var i = 1; i < lines.Length; i++)
        {
            proof.Add(TreeHash.TryParse(lines[i], out var hash) ? hash : throw new FormatException($"line {i + 1}: not a hash in base64"));
        }

        return new AddCheckpointRequest(oldSize, proof.MoveToImmutable(), body[(split + 2)..].ToArray());
    }

    /// <summary>The body of the request.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"old {OldSize}\n");
        foreach (var hash in Proof)
        {
            text.Append(hash).Append('\n');
        }

        return [.. Encoding.UTF8.GetBytes(text.Append('\n').ToString()), .. Note];
    }

    private static long ParseOldSize(string line)
    {
        const string prefix = "old ";
        return line.StartsWith(prefix, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && string.Equals(line, string.Create(CultureInfo.InvariantCulture, $"{prefix}{size}"), StringComparison.Ordinal)
                ? size
                : throw new FormatException("line 1: the request should begin with `old N`");
    }
}
