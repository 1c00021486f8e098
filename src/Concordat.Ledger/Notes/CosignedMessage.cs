using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Concordat.Ledger.Notes;

/// <summary>The bytes that a cosignature signs (C2SP tlog-cosignature).</summary>
internal static class CosignedMessage
{
    /// <summary>Type 0x04: a header, the time, and the whole text of the note.</summary>
    public static byte[] ForEd25519(ReadOnlySpan<byte> text, long time) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n")), .. text];

    /// <summary>Type 0x06: who signs, when, and which part of which tree; null when a name is too long for the format.</summary>
    public static byte[]? ForMlDsa(string cosigner, long time, string origin, long start, long end, ReadOnlySpan<byte> hash)
    {
        var (name, log) = (Encoding.UTF8.GetBytes(cosigner), Encoding.UTF8.GetBytes(origin));
        if (name.Length is 0 or > byte.MaxValue || log.Length is 0 or > byte.MaxValue)
        {
            return null;
        }

        Span<byte> numbers = stackalloc byte[3 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(numbers, (ulong)time);
        BinaryPrimitives.WriteUInt64BigEndian(numbers[sizeof(ulong)..], (ulong)start);
        BinaryPrimitives.WriteUInt64BigEndian(numbers[(2 * sizeof(ulong))..], (ulong)end);
        return
        [
            .. "subtree/v1\n\0"u8, (byte)name.Length, .. name, .. numbers[..sizeof(ulong)],
            (byte)log.Length, .. log, .. numbers[sizeof(ulong)..], .. hash,
        ];
    }
}
