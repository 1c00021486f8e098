using System.Text.Json;

namespace Concordat.Commands;

/// <summary>Several requests that belong together, with the true number of persons in them.</summary>
/// <param name="Requests">Bodies as they would be sent; a plain text stands as a JSON text.</param>
internal sealed record LabelledSequence(string Id, string Label, long UsPersons, IReadOnlyList<byte[]> Requests)
{
    /// <exception cref="FormatException">A member is missing or has a value that is not foreseen.</exception>
    public static LabelledSequence Read(JsonElement line)
    {
        var id = LabelledFields.Text(line, "id");
        var label = LabelledFields.OneOf(line, "label", "violation", "permitted", "grey");
        if (LabelledFields.Member(line, "us_persons_distinct") is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt64(out var persons) || persons < 0)
        {
            throw new FormatException("`us_persons_distinct` must be a whole number, 0 or more");
        }

        if (LabelledFields.Member(line, "requests") is not { ValueKind: JsonValueKind.Array } requests || requests.GetArrayLength() == 0)
        {
            throw new FormatException("`requests` must be a list of texts or request bodies, at least one");
        }

        return new LabelledSequence(id, label, persons, [.. requests.EnumerateArray().Select(Body)]);
    }

    private static byte[] Body(JsonElement request) => request.ValueKind is JsonValueKind.String or JsonValueKind.Object
        ? JsonSerializer.SerializeToUtf8Bytes(request, CommandJson.Plain.JsonElement)
        : throw new FormatException("each of `requests` must be a text or an object");
}
