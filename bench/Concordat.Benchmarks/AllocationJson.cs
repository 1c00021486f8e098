using System.Text.Json.Serialization;

namespace Concordat.Benchmarks;

/// <summary>Reads the committed baseline.</summary>
[JsonSerializable(typeof(Dictionary<string, double>))]
internal sealed partial class AllocationJson : JsonSerializerContext;
