namespace Concordat.Gateway.Dialects;

/// <summary>What one event of a response stream says.</summary>
internal sealed class ResponseEvent
{
    public string Type { get; set; } = "";

    /// <summary>Its <c>output_index</c>.</summary>
    public int Index { get; set; }

    public byte[] Delta { get; set; } = [];

    /// <summary>The arguments or the input of a call as a whole; null where the event has none.</summary>
    public byte[]? Arguments { get; set; }

    public AnswerReading? Item { get; set; }

    public AnswerReading? Response { get; set; }

    public UninspectableKinds Uninspectable { get; set; }

    public bool Malformed { get; set; }
}
