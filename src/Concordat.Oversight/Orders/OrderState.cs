using System.Collections.Immutable;

namespace Concordat.Oversight.Orders;

/// <summary>One order as of a date.</summary>
/// <param name="InForce">Whether it binds anyone then.</param>
/// <param name="Standing">What it means for a use that it covers and does not spare.</param>
/// <param name="Steps">Why, step by step, each a sentence without its period.</param>
/// <param name="IsJoint">Whether it is a suspension by all parties together.</param>
/// <param name="Changes">The next moment at which this may read otherwise by the documents that are there; null for never.</param>
public sealed record OrderState(Order Order, bool InForce, OrderStanding Standing, ImmutableArray<string> Steps, bool IsJoint, DateTimeOffset? Changes)
{
    /// <summary>Whether it is over and can bind nobody again: it expired, lapsed, or was lifted, superseded, vacated or ended.</summary>
    public bool IsOver { get; init; }

    /// <summary>The step that decided.</summary>
    public string Because => Steps[^1];
}
