namespace Concordat.Cedar.Analysis;

/// <summary>A set of numbers, compared by content.</summary>
internal sealed class NumberSet(int[] members) : IEquatable<NumberSet>
{
    /// <summary>In ascending order.</summary>
    public int[] Members => members;

    public static NumberSet Of(IEnumerable<int> members) => new([.. members.Distinct().Order()]);

    public bool Equals(NumberSet? other) => other is not null && members.AsSpan().SequenceEqual(other.Members);

    public override bool Equals(object? obj) => Equals(obj as NumberSet);

    public override int GetHashCode() => members.Aggregate(17, HashCode.Combine);
}
