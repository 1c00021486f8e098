using System.Buffers;
using System.Text.Json;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Pipeline;

/// <summary>A grant as whoever carries out the call checks it, offline: the action that people saw, and their signed statements about it.</summary>
/// <remarks>The members of the answer of <c>GET /v1/cases/{id}</c> that it takes to check one.</remarks>
internal static class GrantDocument
{
    public static ReadOnlyMemory<byte> Of(CaseFile file, CanonicalAction action)
    {
        var output = new ArrayBufferWriter<byte>(action.Document.Length * 2);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("case", file.Case.Id.Value);
            json.WriteBase64String("action", action.Document.Span);
            json.WriteStartArray("signatures");
            foreach (var signature in file.Signatures.Where(static each => each.Decision == CaseDecision.Grant))
            {
                json.WriteStartObject();
                json.WritePropertyName("statement");
                json.WriteRawValue(signature.Statement.Span);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }
}
