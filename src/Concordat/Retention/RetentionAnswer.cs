using System.Text.Json.Serialization;

namespace Concordat.Retention;

/// <summary>What came of an act.</summary>
/// <param name="Code">As the process tells the shell.</param>
/// <param name="Text">The same in words.</param>
internal sealed record RetentionAnswer(int Code, string Text)
{
    /// <summary>The entry that records it.</summary>
    public long? Entry { get; init; }

    /// <summary>The first entry that is kept.</summary>
    public long? Minimum { get; init; }

    /// <summary>Files, salts or contents concerned.</summary>
    public long? Count { get; init; }

    public IReadOnlyList<HoldReport>? Holds { get; init; }

    /// <summary>What was opened.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Content { get; init; }
}
