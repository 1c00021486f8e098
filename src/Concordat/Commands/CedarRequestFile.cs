using System.Text.Json;
using Concordat.Cedar;

namespace Concordat.Commands;

/// <summary>Reads a request: <c>principal</c>, <c>action</c> and <c>resource</c> as <c>Type::"id"</c> or <c>{"type","id"}</c>, and a <c>context</c>.</summary>
internal static class CedarRequestFile
{
    /// <exception cref="CommandException">The file holds no request.</exception>
    public static CedarRequest Read(string file, CedarSchema? schema)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            var action = Entity(root, "action", file);
            var type = schema?.Actions.GetValueOrDefault(action)?.Context;
            var context = root.TryGetProperty("context", out var given) ? CedarRecord.Parse(given.GetRawText(), type, file) : CedarRecord.Empty;
            return new CedarRequest(Entity(root, "principal", file), action, Entity(root, "resource", file), context);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or CedarParseException)
        {
            throw new CommandException($"{file}: not a request: {fault.Message}");
        }
    }

    private static EntityUid Entity(JsonElement root, string member, string file)
    {
        if (!root.TryGetProperty(member, out var value))
        {
            throw new CommandException($"{file}: missing member `{member}`");
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return Written(value.GetString()!);
        }

        var reference = value.TryGetProperty("__entity", out _) ? value.GetRawText() : $$"""{"__entity":{{value.GetRawText()}}}""";
        return CedarRecord.Parse($$"""{"it":{{reference}}}""")["it"].AsEntity;
    }

    // The policy parser knows how an entity is written; no second one is kept here.
    private static EntityUid Written(string text) =>
        PolicySet.Parse($"permit (principal == {text}, action, resource);").Policies is [{ Principal.Entities: [var only] }]
            ? only.Value.AsEntity
            : throw new InvalidOperationException($"`{text}` is not an entity such as `User::\"ann\"`");
}
