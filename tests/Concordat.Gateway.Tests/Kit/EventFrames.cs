using System.Buffers.Binary;
using System.Text;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>Writes frames of <c>application/vnd.amazon.eventstream</c>, with a checksum reckoned bit by bit.</summary>
internal static class EventFrames
{
    public static byte[] Event(string type, string json) => Frame([(":event-type", type), (":content-type", "application/json"), (":message-type", "event")], json);

    public static byte[] Exception(string type, string json) =>
        Frame([(":exception-type", type), (":content-type", "application/json"), (":message-type", "exception")], json);

    public static byte[] Frame(IReadOnlyList<(string Name, string Value)> headers, string json)
    {
        var block = new MemoryStream();
        foreach (var (name, value) in headers)
        {
            block.WriteByte((byte)name.Length);
            block.Write(Encoding.ASCII.GetBytes(name));
            block.WriteByte(7);
            block.WriteByte((byte)(value.Length >> 8));
            block.WriteByte((byte)(value.Length & 0xFF));
            block.Write(Encoding.ASCII.GetBytes(value));
        }

        return Raw(block.ToArray(), Encoding.UTF8.GetBytes(json));
    }

    public static byte[] Raw(byte[] headers, byte[] payload, uint? total = null)
    {
        var frame = new byte[16 + headers.Length + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, total ?? (uint)frame.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Checksum(frame.AsSpan(0, 8)));
        headers.CopyTo(frame, 12);
        payload.CopyTo(frame, 12 + headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), Checksum(frame.AsSpan(0, frame.Length - 4)));
        return frame;
    }

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
