namespace Concordat.Cedar.Analysis;

/// <summary>What a region says about one fact.</summary>
/// <param name="Path">The fact, as policies write it: <c>context.persons.usDistinct</c>.</param>
/// <param name="Text">The condition in words: <c>persons.usDistinct in 26..49</c>.</param>
/// <param name="Cedar">The condition as a Cedar expression that never errs; null where Cedar cannot say it, which is only so for whether
/// an entity exists whose type has no attribute that must be there.</param>
public sealed record RegionCondition(string Path, string Text, string? Cedar)
{
    /// <summary>Set where the condition can be joined with others like it.</summary>
    internal ElementChoice? Choice { get; init; }

    /// <inheritdoc/>
    public bool Equals(RegionCondition? other) => other is not null && Path == other.Path && Text == other.Text && Cedar == other.Cedar;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, Text, Cedar);

    /// <summary>The condition in words.</summary>
    public override string ToString() => Text;
}
