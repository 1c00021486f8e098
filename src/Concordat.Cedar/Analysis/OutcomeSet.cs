namespace Concordat.Cedar.Analysis;

/// <summary>A set of numbers, compared by content.</summary>
internal sealed class OutcomeSet(int[] members) : IEquatable<OutcomeSet>
{
    /// <summary>In ascending order.</summary>
    public int[] Members => members;

    public static OutcomeSet Of(IEnumerable<int> members) => new([.. members.Distinct().Order()]);

    public bool Equals(OutcomeSet? other) => other is not null && members.AsSpan().SequenceEqual(other.Members);

    public override bool Equals(object? obj) => Equals(obj as OutcomeSet);

    public override int GetHashCode() => members.Aggregate(17, HashCode.Combine);
}
