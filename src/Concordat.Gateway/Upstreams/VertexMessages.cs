using System.Buffers;
using System.Text.Json;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// The form of a request for <c>v1/messages</c> on Google Vertex AI (Anthropic, Claude on Vertex AI): the model stands in the URL and not in
/// the body, the dialect's version in the body and not in a header. Every other member keeps its bytes.
/// </summary>
internal static class VertexMessages
{
    public const string WholePath = "rawPredict";

    public const string StreamPath = "streamRawPredict";

    public const string VersionMember = "anthropic_version";

    /// <summary>Writes the body.</summary>
    /// <param name="body">An object whose members stand once, as inspected.</param>
    /// <returns>The path that it is sent to; null where the client itself says a version.</returns>
    public static string? Write(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        output.Write("{\"anthropic_version\":\"vertex-2023-10-16\""u8);
        var stream = false;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var (isModel, isStream) = (reader.ValueTextEquals("model"u8), reader.ValueTextEquals("stream"u8));
            if (reader.ValueTextEquals(VersionMember))
            {
                return null;
            }

            reader.Read();
            stream |= isStream && reader.TokenType == JsonTokenType.True;
            reader.Skip();
            if (!isModel)
            {
                output.Write(","u8);
                output.Write(body[start..(int)reader.BytesConsumed]);
            }
        }

        output.Write("}"u8);
        return stream ? StreamPath : WholePath;
    }
}
