using System.Text.Json;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Stores;
using Concordat.Signing;

namespace Concordat.Oversight.Keys;

/// <summary>What a person wants done with an API key: the payload of a signed statement, canonical JSON.</summary>
/// <remarks>A statement makes one key: the key's id follows from the payload, so that the same statement again names a key that is there.</remarks>
/// <param name="Log">Origin of the log of the gateway that is asked, so that the statement counts at no other.</param>
/// <param name="Person">Who says it.</param>
/// <param name="Time">When it was signed.</param>
public sealed record ApiKeyStatement(ApiKeyAct Act, string Log, string Person, DateTimeOffset Time)
{
    public const string Format = "concordat-api-key/1";

    /// <summary>Media type of the payload; part of what is signed, so that it never passes for anything else.</summary>
    public const string PayloadType = "application/vnd.concordat.api-key+json";

    private const int MembersOfMake = 8;
    private const int MembersOfRevoke = 6;

    /// <summary>For which use case a key is made; empty for a revocation.</summary>
    public string UseCase { get; init; } = "";

    /// <summary>What the key is for; empty for a revocation.</summary>
    public string Label { get; init; } = "";

    /// <summary>How long the key lasts; 0 for a revocation.</summary>
    public int Days { get; init; }

    /// <summary>Id of the key that ends; empty where one is made.</summary>
    public string Key { get; init; } = "";

    /// <summary>Id of the key that a payload makes.</summary>
    public static string IdOf(ReadOnlySpan<byte> payload) => ApiKeyFormat.IdOf(payload);

    public byte[] ToPayload() => CanonicalJson.Canonicalize(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("act", Act.ToString().ToLowerInvariant());
        if (Act == ApiKeyAct.Make)
        {
            json.WriteNumber("days", Days);
            json.WriteString("label", Label);
            json.WriteString("use_case", UseCase);
        }
        else
        {
            json.WriteString("key", Key);
        }

        json.WriteString("format", Format);
        json.WriteString("log", Log);
        json.WriteString("person", Person);
        json.WriteString("time", CanonicalAction.Text(Time));
        json.WriteEndObject();
    }));

    /// <summary>Reads a payload whose signature was found valid.</summary>
    /// <exception cref="FormatException">It is not a statement of this version.</exception>
    public static ApiKeyStatement Read(ReadOnlyMemory<byte> payload) => StatementPayload.Read(
        payload, Format, static root => ActOf(root) switch { ApiKeyAct.Make => MembersOfMake, ApiKeyAct.Revoke => MembersOfRevoke, _ => -1 }, "the payload is no statement about an API key", static root =>
        {
            var statement = new ApiKeyStatement(
                ActOf(root)!.Value, Text.Bounded(root.GetProperty("log").GetString()!, 256), Text.Bounded(root.GetProperty("person").GetString()!, 128), CanonicalAction.Time(root.GetProperty("time")));
            return statement.Act == ApiKeyAct.Make
                ? statement with
                {
                    Days = root.GetProperty("days").TryGetInt32(out var days) ? days : 0,
                    Label = Text.Bounded(root.GetProperty("label").GetString()!, 512),
                    UseCase = Text.Bounded(root.GetProperty("use_case").GetString()!, 128),
                }
                : statement with { Key = Text.Bounded(root.GetProperty("key").GetString()!, 64) };
        });

    private static ApiKeyAct? ActOf(JsonElement root) => root.GetProperty("act").GetString() switch { "make" => ApiKeyAct.Make, "revoke" => ApiKeyAct.Revoke, _ => null };
}
