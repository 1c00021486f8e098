namespace Concordat.Safeguards.Answers;

/// <summary>Reads the event types of the OpenAI Responses and Anthropic Messages streams.</summary>
internal static class EventKinds
{
    public static EventKind Of(ReadOnlySpan<byte> type)
    {
        var ends = type.EndsWith(".done"u8) || type.EndsWith("_stop"u8) || type.EndsWith(".completed"u8);
        return ends ? EventKind.Ends : EventKind.None;
    }
}
