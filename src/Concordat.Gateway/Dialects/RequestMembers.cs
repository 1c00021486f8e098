using System.Text.Json;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Routing;

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

        if (reader.ValueTextEquals("user"u8))
        {
            request.User = HashOf(ref reader);
            return true;
        }

        if (reader.ValueTextEquals("prompt_cache_key"u8))
        {
            request.CacheKey = HashOf(ref reader);
            return true;
        }

        return false;
    }

    /// <summary>
    /// Reads how many tokens the answer may have, by a name that the dialect itself has: another dialect's would be a promise that no
    /// upstream keeps. Where there are two such members, the upstream may go by either.
    /// </summary>
    public static void ReadMostOutput(ref Utf8JsonReader reader, DialectRequest request)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var most) && most >= 0)
        {
            request.MostOutput = Math.Max(request.MostOutput ?? 0, most);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>Steps over a conversation that the vendor keeps, by its id or as an object with an <c>id</c>: uninspectable, unless it is null.</summary>
    public static UninspectableKinds ReadConversation(ref Utf8JsonReader reader, DialectRequest request)
    {
        var value = reader;
        value.Read();
        if (value.TokenType != JsonTokenType.StartObject)
        {
            value = reader;
            request.Conversation = HashOf(ref value);
        }
        else
        {
            while (JsonRead.NextMember(ref value))
            {
                if (value.ValueTextEquals("id"u8))
                {
                    request.Conversation = HashOf(ref value);
                }
                else
                {
                    JsonRead.SkipValue(ref value);
                }
            }
        }

        return UnknownUnlessNull(ref reader);
    }

    /// <summary>Steps over a reference to content that only the vendor has: uninspectable, unless it is null.</summary>
    public static UninspectableKinds UnknownUnlessNull(ref Utf8JsonReader reader)
    {
        reader.Read();
        var kinds = reader.TokenType == JsonTokenType.Null ? UninspectableKinds.None : UninspectableKinds.Unknown;
        reader.Skip();
        return kinds;
    }

    /// <summary>Hash of the string that the reader moves over; null when it is anything else.</summary>
    private static ulong? HashOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return RouteHash.Of(reader.ValueIsEscaped ? JsonRead.CopyString(ref reader) : reader.ValueSpan);
        }

        reader.Skip();
        return null;
    }

    public static GatewayError? End(DialectRequest request) => request.HasModel ? null : Missing("model");

    public static GatewayError Missing(string member) =>
        GatewayErrors.InvalidRequest($"$.{member}", $"`{member}` is missing; add it to the body");
}
