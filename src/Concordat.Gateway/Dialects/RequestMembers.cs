using System.Text.Json;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Dialects;

/// <summary>The members that every dialect's request has: model, stream, tools.</summary>
internal static class RequestMembers
{
    /// <summary>Longest model name that is read, in bytes.</summary>
    private const int MaxModelBytes = 256;

    public static GatewayError? Begin(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject ? null : GatewayErrors.InvalidRequest("$", "the body must be a JSON object");
    }

    /// <summary>Reads the member the reader stands on when it is a common one; false when the dialect has to read it.</summary>
    public static bool TryReadCommon(ref Utf8JsonReader reader, DialectRequest request, out GatewayError? fault)
    {
        fault = null;
        if (reader.ValueTextEquals("model"u8))
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length is 0 or > MaxModelBytes)
            {
                fault = GatewayErrors.InvalidRequest("$.model", "`model` must be a string of 1 to 256 bytes");
                return true;
            }

            request.ModelStart = (int)reader.TokenStartIndex;
            request.ModelLength = (int)(reader.BytesConsumed - reader.TokenStartIndex);
            request.Model = reader.GetString() ?? "";
            return true;
        }

        if (reader.ValueTextEquals("stream"u8))
        {
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
            {
                fault = GatewayErrors.InvalidRequest("$.stream", "`stream` must be true or false");
                return true;
            }

            request.Stream = reader.TokenType == JsonTokenType.True;
            return true;
        }

        if (reader.ValueTextEquals("tools"u8))
        {
            OfferedTools.Read(ref reader, request.Tools);
            return true;
        }

        return false;
    }

    /// <summary>Steps over a reference to content that only the vendor has: uninspectable, unless it is null.</summary>
    public static UninspectableKinds UnknownUnlessNull(ref Utf8JsonReader reader)
    {
        reader.Read();
        var kinds = reader.TokenType == JsonTokenType.Null ? UninspectableKinds.None : UninspectableKinds.Unknown;
        reader.Skip();
        return kinds;
    }

    public static GatewayError? End(DialectRequest request) => request.HasModel ? null : Missing("model");

    public static GatewayError Missing(string member) =>
        GatewayErrors.InvalidRequest($"$.{member}", $"`{member}` is missing; add it to the body");
}
