using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Desk;

/// <summary>What the desk answers a person at the console: the case and its action, or why not.</summary>
/// <param name="Error">What the person is told; null where it went well.</param>
/// <param name="Earliest">From when a grant of the person who reads counts.</param>
/// <param name="Entry">Ledger index of the decision.</param>
public sealed record CaseAnswer(string? Error, CaseFile? File, CanonicalAction? Action, DateTimeOffset? Earliest, long? Entry)
{
    /// <summary>The earlier cases most like it, with the rulings on them.</summary>
    public IReadOnlyList<(Precedent Precedent, IReadOnlyList<string> Rulings)> Precedents { get; private init; } = [];

    internal static CaseAnswer Of(DeskAnswer answer) =>
        new(answer.Error?.Message, answer.File, answer.Action, answer.Earliest, answer.Entry) { Precedents = answer.Precedents };
}
