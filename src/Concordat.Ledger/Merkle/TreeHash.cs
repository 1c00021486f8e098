using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Concordat.Ledger.Merkle;

/// <summary>A SHA-256 hash of a Merkle tree (RFC 6962, section 2.1).</summary>
public readonly struct TreeHash : IEquatable<TreeHash>
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    private readonly Bytes _bytes;

    public TreeHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"a tree hash has {Length} bytes, not {bytes.Length}", nameof(bytes));
        }

        bytes.CopyTo(_bytes);
    }

    /// <summary>Root of the tree without entries.</summary>
    public static TreeHash Empty { get; } = new(SHA256.HashData([]));

    [UnscopedRef]
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>Hash of an entry: <c>SHA-256(0x00 || entry)</c>.</summary>
    public static TreeHash Leaf(ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(entry);
        Span<byte> output = stackalloc byte[Length];
        hash.GetHashAndReset(output);
        return new TreeHash(output);
    }

    /// <summary>Hash of an inner node: <c>SHA-256(0x01 || left || right)</c>.</summary>
    public static TreeHash Node(in TreeHash left, in TreeHash right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Length)];
        input[0] = 1;
        left.Span.CopyTo(input[1..]);
        right.Span.CopyTo(input[(1 + Length)..]);
        Span<byte> output = stackalloc byte[Length];
        SHA256.HashData(input, output);
        return new TreeHash(output);
    }

    /// <summary>Reads standard base64; false when it is not exactly one hash.</summary>
    public static bool TryParse(ReadOnlySpan<char> base64, out TreeHash hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        hash = default;
        if (base64.Length != 44 || !Convert.TryFromBase64Chars(base64, bytes, out var written) || written != Length)
        {
            return false;
        }

        hash = new TreeHash(bytes);
        return hash.ToString().AsSpan().SequenceEqual(base64); // no second spelling of the same bytes
    }

    public bool Equals(TreeHash other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is TreeHash other && Equals(other);

    public override int GetHashCode() => MemoryMarshal.Read<int>(Span);

    /// <summary>Standard base64.</summary>
    public override string ToString() => Convert.ToBase64String(Span);

    public static bool operator ==(TreeHash left, TreeHash right) => left.Equals(right);

    public static bool operator !=(TreeHash left, TreeHash right) => !left.Equals(right);

    [InlineArray(Length)]
    private struct Bytes
    {
        private byte _first;
    }
}
