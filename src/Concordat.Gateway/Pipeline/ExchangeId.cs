using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Concordat.Gateway.Pipeline;

/// <summary>
/// Ids of exchanges: UUID version 7 (RFC 9562), sortable by time. The random part comes from the cryptographic generator, many ids at a
/// time: the framework's own call reads the system's for each.
/// </summary>
internal static class ExchangeId
{
    private const int RandomBytes = 10;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _used;

    public static Guid Next(DateTimeOffset now)
    {
        var random = _random ??= new byte[RandomBytes * 64];
        if (_used == 0)
        {
            RandomNumberGenerator.Fill(random);
        }

        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, now.ToUnixTimeMilliseconds() << 16);
        random.AsSpan(_used, RandomBytes).CopyTo(id[6..]);
        id[6] = (byte)((id[6] & 0x0f) | 0x70);
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        _used = (_used + RandomBytes) % random.Length;
        return new Guid(id, bigEndian: true);
    }
}
