using System.Buffers;
using System.Text.Json;

namespace Concordat.Oversight.Grants;

/// <summary>Writes a small JSON document into bytes.</summary>
internal static class JsonBytes
{
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(output))
        {
            write(json);
        }

        return output.WrittenSpan.ToArray();
    }
}
