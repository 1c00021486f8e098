using System.Text.Json.Serialization;

namespace Concordat.Oversight.Orders;

/// <summary>A word of a closed list; a number in its place is refused.</summary>
internal sealed class WordJson<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
