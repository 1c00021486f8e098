using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Console.Data;

/// <summary>What the desk answers: the case with its action, or why not.</summary>
/// <param name="Error">What a person is told; null where it went well.</param>
public sealed record DeskReply(string? Error)
{
    public CaseFile? File { get; init; }

    /// <summary>The canonical action; what people read is rendered from its bytes alone.</summary>
    public CanonicalAction? Action { get; init; }

    /// <summary>From when a grant of the person who reads counts.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>The earlier cases most like it, with the rulings on them.</summary>
    public IReadOnlyList<(Precedent Precedent, IReadOnlyList<string> Rulings)> Precedents { get; init; } = [];

    /// <summary>Ledger index of the decision.</summary>
    public long? Entry { get; init; }
}
