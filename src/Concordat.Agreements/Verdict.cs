using System.Collections.Immutable;

namespace Concordat.Agreements;

/// <summary>What the agreement decides, and every clause that decided it, in the order of the agreement.</summary>
/// <param name="Kind">Permit, hold or refuse.</param>
/// <param name="Clauses">All clauses that fired; empty for a permit, unless it is one with notice.</param>
/// <param name="Remedy">The gravest of what follows; every clause asks for its own besides. None for a permit, unless it is one with notice: then people still rule.</param>
public sealed record Verdict(VerdictKind Kind, ImmutableArray<DecidingClause> Clauses, Remedy? Remedy)
{
    /// <summary>Ids of the standing rulings that let pass what clauses would have held; empty where none did.</summary>
    public ImmutableArray<string> Rulings { get; init; } = [];

    /// <summary>The verdict when no clause stands against it; one instance for all.</summary>
    public static Verdict Permit { get; } = new(VerdictKind.Permit, [], null);

    /// <summary>Whether it is a permit with notice: certified work goes on in spite of the clauses, and people are asked for a ruling all the same.</summary>
    public bool IsContinued => Kind == VerdictKind.Permit && Remedy == Agreements.Remedy.Ruling;

    /// <summary>Whether it holds, and a clause asks for masking, alone or beside others.</summary>
    public bool AsksForMask => Kind == VerdictKind.Hold && Clauses.Any(static fired => fired.Clause.Remedy == Agreements.Remedy.Mask);

    /// <summary>Whether it stands more in the way than another; a permit with notice is between a permit and a hold.</summary>
    public bool IsHarderThan(Verdict other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Kind != other.Kind ? Kind > other.Kind : IsContinued && !other.IsContinued;
    }

    /// <summary>The hold that a permit with notice goes on in spite of; any other verdict stays as it is.</summary>
    public Verdict Held() => IsContinued ? new Verdict(VerdictKind.Hold, Clauses, Remedy) : this;

    /// <summary>A permit that cites the rulings of another permit too; any other verdict, or another's, stays as it is.</summary>
    public Verdict Citing(Verdict other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Kind != VerdictKind.Permit || other.Rulings.IsEmpty ? this : this with { Rulings = [.. Rulings.Union(other.Rulings, StringComparer.Ordinal)] };
    }
}
