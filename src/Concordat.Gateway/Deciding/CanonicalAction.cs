using System.Buffers;
using System.Text.Json;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Pipeline;
using Concordat.Signing;

namespace Concordat.Gateway.Deciding;

/// <summary>
/// The exact action that a case is about, as canonical JSON: agreement, use case, phase, and the request or the tool call itself.
/// Only a resubmission of the very same content has the same bytes.
/// </summary>
internal static class CanonicalAction
{
    public static byte[] Of(Exchange exchange, string phase, ToolCall? call)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("agreement", exchange.Model.Agreement.Hash);
            json.WriteString("operation", exchange.Dialect.Operation);
            json.WriteString("phase", phase);
            json.WriteString("useCase", exchange.UseCase.Id);
            if (call is null)
            {
                Content(json, "request", exchange.Body.Span);
            }
            else
            {
                json.WriteString("tool", call.Name);
                Content(json, "arguments", call.Arguments);
            }

            json.WriteEndObject();
        }

        return CanonicalJson.Canonicalize(output.WrittenSpan);
    }

    /// <summary>Content that has a canonical form is written so, whatever its spacing; any other content stands as base64 of its bytes.</summary>
    private static void Content(Utf8JsonWriter json, string name, ReadOnlySpan<byte> content)
    {
        byte[]? canonical = null;
        try
        {
            canonical = CanonicalJson.Canonicalize(content);
        }
        catch (SigningFormatException)
        {
            // Not canonical JSON, such as the free text of a custom tool.
        }

        json.WritePropertyName(name);
        if (canonical is null)
        {
            json.WriteBase64StringValue(content);
        }
        else
        {
            json.WriteRawValue(canonical);
        }
    }
}
