using System.Text.Json;
using Concordat.Signing;

namespace Concordat.Oversight.Grants;

/// <summary>Reads what people and parties sign: JSON in its one canonical form, of a known version, with the members that it must have and no other.</summary>
internal static class StatementPayload
{
    /// <param name="members">How many members it must have.</param>
    /// <param name="fault">What is said of anything else, such as <c>the payload is not a retirement</c>.</param>
    /// <param name="read">Takes the members.</param>
    /// <exception cref="FormatException">It is not such a statement.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> payload, string format, int members, string fault, Func<JsonElement, T> read) =>
        Read(payload, format, _ => members, fault, read);

    /// <param name="members">How many members one with these must have.</param>
    /// <param name="fault">What is said of anything else.</param>
    /// <param name="read">Takes the members.</param>
    /// <exception cref="FormatException">It is not such a statement.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> payload, string format, Func<JsonElement, int> members, string fault, Func<JsonElement, T> read)
    {
        try
        {
            using var parsed = JsonDocument.Parse(payload);
            var root = parsed.RootElement;
            var wanted = members(root);
            return root.GetProperty("format").GetString() == format && root.EnumerateObject().Count() == wanted
                && CanonicalJson.Canonicalize(payload.Span).AsSpan().SequenceEqual(payload.Span)
                ? read(root)
                : throw new FormatException($"{fault} of this version");
        }
        catch (Exception inner) when (inner is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or SigningFormatException)
        {
            throw new FormatException(fault, inner);
        }
    }
}
