using Concordat.Gateway.Budgets;

namespace Concordat.Gateway.Dialects;

/// <summary>
/// Follows one streamed answer event by event: collects tool calls until they are whole, and knows when the stream has ended.
/// Not thread-safe; one per stream.
/// </summary>
internal abstract class AnswerStreamReader
{
    /// <summary>Calls that are whole and have no verdict yet; the pipeline takes them out.</summary>
    public List<ToolCall> Ready { get; } = [];

    /// <summary>A tool call is being received: nothing from its first event on may be released.</summary>
    public bool Withholding { get; protected set; }

    /// <summary>The event that ends the answer has come.</summary>
    public bool Ended { get; protected set; }

    /// <summary>Some text, thought or refusal of the model has come, so that the answer has visibly begun.</summary>
    public bool HasText { get; protected set; }

    /// <summary>The upstream contradicted itself, such as a delta for a call that was already whole.</summary>
    public bool Malformed { get; protected set; }

    public UninspectableKinds Uninspectable { get; protected set; }

    /// <summary>Bytes of text, thoughts and arguments that have come.</summary>
    public long TextBytes { get; protected set; }

    /// <summary>The last event had nothing but counts of tokens: it is of use to a client only who asked for them.</summary>
    public bool OnlyCounts { get; protected set; }

    /// <summary>The provider's counts of tokens so far.</summary>
    public ref readonly UsageCount Usage => ref Counted;

    protected UsageCount Counted;

    public abstract void Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data);

    /// <summary>The vendor's mark for the end of a stream has come.</summary>
    public abstract void Close();
}
