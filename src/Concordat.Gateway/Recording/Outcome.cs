using Concordat.Agreements;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Recording;

/// <summary>What came of a request that was let out: the verdicts on its answer and on each tool call in it.</summary>
internal sealed class Outcome(Facts facts, Verdict verdict, int status)
{
    public Facts Facts { get; } = facts;

    /// <summary>The most severe of the verdicts on the answer and on its tool calls.</summary>
    public Verdict Verdict { get; } = verdict;

    /// <summary>HTTP status the client got.</summary>
    public int Status { get; } = status;

    /// <summary>Commitment to the whole answer as received; where it was masked, as let out.</summary>
    public byte[] Answer { get; init; } = [];

    /// <summary>The answer itself, as the commitment takes it, where its use case keeps it.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The answer was to be kept, but is larger than can be held.</summary>
    public bool IsContentLost { get; init; }

    /// <summary>What was masked in the answer that was let out; null where nothing was.</summary>
    public MaskNote? Mask { get; init; }

    public IReadOnlyList<DecidedCall> Calls { get; init; } = [];

    public string? Case { get; init; }

    /// <summary>What became of the case that the client named.</summary>
    public string? Release { get; init; }

    /// <summary>Error code when the answer did not end well.</summary>
    public string? Error { get; init; }
}
