using System.Security.Cryptography;
using System.Text.Json;

namespace Concordat.Oversight.Orders;

/// <summary>When a use case was first let through to a deployment or tool server, as that was registered then.</summary>
/// <param name="First">When; of several nodes' the earliest.</param>
public sealed record FirstUse(OrderSubject Subject, DateTimeOffset First)
{
    private const string Prefix = "use.";

    /// <summary>In the store.</summary>
    public string Id => IdOf(Subject);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(new FirstUseDocument(Subject, First), FirstUseJson.Default.FirstUseDocument);

    /// <summary>Of a use, in the store.</summary>
    public static string IdOf(OrderSubject subject) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(subject, FirstUseJson.Default.OrderSubject)));

    /// <summary>Reads a row of the store; null where it is of another kind.</summary>
    /// <exception cref="JsonException">It cannot be read.</exception>
    public static FirstUse? Parse(string id, ReadOnlySpan<byte> json) => !id.StartsWith(Prefix, StringComparison.Ordinal) ? null
        : JsonSerializer.Deserialize(json, FirstUseJson.Default.FirstUseDocument) is { } read ? new FirstUse(read.Subject, read.First)
        : throw new JsonException("a first use is null");
}
