using System.Text.Json;
using Concordat.Signing;

namespace Concordat.Oversight.Grants;

/// <summary>What exactly is held: everything about an action that is the same when it is tried again. Immutable.</summary>
public sealed record ActionFacts
{
    /// <summary>SHA-256 of the agreement in force, lower hex.</summary>
    public required string Agreement { get; init; }

    /// <summary><c>request</c>, <c>answer</c>, <c>toolCall</c> or <c>unmask</c>.</summary>
    public required string Phase { get; init; }

    /// <summary><c>chat</c>, <c>responses</c>, <c>messages</c>, <c>embeddings</c> or <c>tools</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The use case that asks.</summary>
    public required string UseCase { get; init; }

    /// <summary>Id of the API key that asks.</summary>
    public required string Key { get; init; }

    /// <summary>The deployment whose model proposed it; null for a request, which has met none yet.</summary>
    public string? Deployment { get; init; }

    /// <summary>The label as a JSON object.</summary>
    public required ReadOnlyMemory<byte> Label { get; init; }

    /// <summary>The tool, where the action is a call.</summary>
    public string? Tool { get; init; }

    /// <summary>The tool's registered effect.</summary>
    public string? Effect { get; init; }

    /// <summary>SHA-256 of the tool's definition as the request offered it, canonical; null where it was not offered.</summary>
    public string? Schema { get; init; }

    /// <summary>The call's arguments as the model wrote them.</summary>
    public ReadOnlyMemory<byte>? Arguments { get; init; }

    /// <summary>Keyed commitment to the request or the answer, where the action is one.</summary>
    public string? Content { get; init; }

    /// <summary>The same without what chooses how and by which deployment it is answered; null where nothing does.</summary>
    public string? Substance { get; init; }

    /// <summary>Which placeholders of a masked answer, what for and on what authority, as a JSON object, where the action is to tell whom they stand for.</summary>
    public ReadOnlyMemory<byte>? Unmask { get; init; }

    /// <summary>Canonical JSON of all of it: equal bytes are the same action, tried again.</summary>
    public byte[] ToIdentity() => CanonicalJson.Canonicalize(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        Write(json);
        json.WriteEndObject();
    }));

    /// <summary>
    /// Canonical JSON of what the act is and nothing else: equal bytes are the same act, whichever key asks for it, however it is marked, described or
    /// named by clauses, and whichever deployment proposed it. A call is its use case, its tool and its arguments; anything else its use case and its content.
    /// </summary>
    public byte[] ToLikeness() => CanonicalJson.Canonicalize(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("useCase", UseCase);
        if (Tool is null)
        {
            json.WriteString("content", Substance ?? Content);
        }
        else
        {
            json.WriteString("tool", Tool);
            WriteArguments(json, JsonBytes.WithoutRepeats(Arguments.GetValueOrDefault()));
        }

        json.WriteEndObject();
    }));

    /// <summary>Makes what people are shown of it beside its hash; asked only where a case is opened, and no part of what tells two actions apart.</summary>
    public Func<ReadOnlyMemory<byte>>? View { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("agreement", Agreement);
        json.WriteString("phase", Phase);
        json.WriteString("operation", Operation);
        json.WriteStartObject("requester");
        json.WriteString("key", Key);
        json.WriteString("useCase", UseCase);
        json.WriteEndObject();
        json.WriteString("deployment", Deployment);
        json.WritePropertyName("label");
        json.WriteRawValue(Label.Span);
        json.WriteString("content", Content);
        if (Unmask is { } unmask)
        {
            json.WritePropertyName("unmask");
            json.WriteRawValue(unmask.Span);
        }

        if (Tool is null)
        {
            return;
        }

        json.WriteStartObject("tool");
        json.WriteString("effect", Effect);
        json.WriteString("name", Tool);
        json.WriteString("schema", Schema);
        json.WriteEndObject();
        WriteArguments(json, Arguments.GetValueOrDefault());
    }

    /// <summary>Arguments that have a canonical form stand so, whatever their spacing; any others as base64 of their bytes.</summary>
    private static void WriteArguments(Utf8JsonWriter json, ReadOnlyMemory<byte> arguments)
    {
        try
        {
            var canonical = CanonicalJson.Canonicalize(arguments.Span);
            json.WritePropertyName("arguments");
            json.WriteRawValue(canonical);
        }
        catch (SigningFormatException)
        {
            json.WriteBase64String("argumentsBase64", arguments.Span);
        }
    }
}
