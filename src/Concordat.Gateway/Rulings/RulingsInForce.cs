using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Agreements.Rulings;
using Concordat.Cedar;

namespace Concordat.Gateway.Rulings;

/// <summary>The proven rulings that stand beside one agreement at a moment; replaced whole. Thread-safe.</summary>
/// <remarks>A permit costs nothing here: only what is held is looked at.</remarks>
internal sealed class RulingsInForce
{
    private readonly string? _agreement;
    private readonly RulingSet? _set;
    private readonly TimeProvider _time;

    private RulingsInForce() => _time = TimeProvider.System;

    public RulingsInForce(Agreement agreement, ImmutableArray<StandingRuling> rulings, DateTimeOffset? changes, TimeProvider time)
    {
        (_agreement, _time, Changes) = (agreement.Hash, time, changes);
        Ids = [.. rulings.Select(ruling => ruling.Id)];
        _set = new RulingSet(rulings, agreement.Schema);
    }

    /// <summary>While none stands.</summary>
    public static RulingsInForce None { get; } = new();

    public ImmutableArray<string> Ids { get; } = [];

    /// <summary>When the first of them expires: from then on none counts, until what is left is proven anew. Null for never.</summary>
    public DateTimeOffset? Changes { get; }

    /// <summary>The verdict of that agreement with the rulings in mind.</summary>
    public Verdict Settle(Agreement agreement, Verdict verdict, in CedarRequest request) =>
        verdict.Kind != VerdictKind.Hold || _set is null || !agreement.Hash.Equals(_agreement, StringComparison.Ordinal) || _time.GetUtcNow() >= Changes
            ? verdict
            : _set.Settle(verdict, request);
}
