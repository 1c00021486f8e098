using Concordat.Agreements.Deciding;
using Concordat.Agreements.Facts;
using Concordat.Cedar;

namespace Concordat.Agreements.Differing;

/// <summary>A verdict that a change of one clause changes, at one moment of decision.</summary>
/// <param name="Action">The moment.</param>
/// <param name="ResourceType">What it is about: a model or a tool.</param>
/// <param name="From">The verdict before.</param>
/// <param name="To">The verdict after.</param>
/// <param name="Example">A request that gets the one before and the other after.</param>
public sealed record ClauseEffect(EntityUid Action, string ResourceType, Outcome From, Outcome To, Example Example)
{
    /// <summary>What becomes of it: <c>newly permitted</c>, <c>newly held</c>, <c>newly refused</c> or <c>held otherwise</c>.</summary>
    public string Words => (From, To) switch
    {
        (_, Outcome.Permitted) => "newly permitted",
        (_, Outcome.Refused) => "newly refused",
        (Outcome.Permitted or Outcome.Refused, _) => "newly held",
        _ => "held otherwise",
    };
}
