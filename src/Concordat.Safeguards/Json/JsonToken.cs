namespace Concordat.Safeguards.Json;

/// <summary>What the strict reader stands on.</summary>
internal enum JsonToken
{
    None,
    StartObject,
    EndObject,
    StartArray,
    EndArray,
    Name,
    String,
    Number,
    Literal,
}
