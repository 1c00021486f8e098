using System.Text.Json;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Reads one upstream's answer into a sink: whole, or event by event. Not thread-safe; one per answer.</summary>
internal abstract class UpstreamReader
{
    /// <summary>Reads a whole answer.</summary>
    /// <exception cref="AnswerFaultException">The answer does not keep to its dialect.</exception>
    public abstract void ReadWhole(JsonElement root, AnswerSink sink);

    /// <summary>Reads one event of a stream.</summary>
    /// <exception cref="AnswerFaultException">The event does not keep to its dialect, or comes out of turn.</exception>
    public abstract void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, AnswerSink sink);

    /// <summary>The bytes of the stream have come to their end; a dialect whose streams have no mark for that ends the answer here.</summary>
    public virtual void Close(AnswerSink sink)
    {
    }

    /// <summary>What an error body says to people; null where it does not say.</summary>
    public virtual string? MessageOf(JsonElement error) =>
        AnswerJson.Text(AnswerJson.Get(error, "error"), "message") ?? AnswerJson.Text(error, "message") ?? AnswerJson.Text(error, "error")
        ?? AnswerJson.Text(error, "detail");
}
