namespace Concordat.Safeguards.Answers;

/// <summary>Reads the event types of the OpenAI Responses and Anthropic Messages streams.</summary>
internal static class EventKinds
{
    public static EventKind Of(ReadOnlySpan<byte> type)
    {
        var kind = EventKind.None;
        if (type.IndexOf("_arguments."u8) >= 0 || type.IndexOf("_input."u8) >= 0)
        {
            kind |= EventKind.Arguments;
        }

        if (type.EndsWith(".done"u8) || type.EndsWith("_stop"u8) || type.EndsWith(".completed"u8))
        {
            kind |= EventKind.Ends;
        }

        return kind;
    }
}
