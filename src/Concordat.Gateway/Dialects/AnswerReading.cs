using Concordat.Gateway.Budgets;

namespace Concordat.Gateway.Dialects;

/// <summary>What a dialect read out of one whole answer: the tool calls it proposes and what could not be inspected.</summary>
internal sealed class AnswerReading
{
    public List<ToolCall> Calls { get; } = [];

    public UninspectableKinds Uninspectable { get; set; }

    /// <summary>The provider's counts of tokens.</summary>
    public UsageCount Usage;

    /// <summary>One call can be read in two ways, so that a client might act on another one than was decided.</summary>
    public bool Contradicts { get; set; }
}
