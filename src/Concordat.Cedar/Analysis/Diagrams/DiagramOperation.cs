namespace Concordat.Cedar.Analysis.Diagrams;

/// <summary>How two functions are joined, with what was already joined.</summary>
/// <param name="onValues">The value of the result where the two have these values.</param>
/// <param name="shortcut">A reference that is the result for certain, or null; must agree with <paramref name="onValues"/>.</param>
internal sealed class DiagramOperation(Func<int, int, int> onValues, Func<int, int, int?>? shortcut = null)
{
    public Dictionary<(int, int), int> Cache { get; } = [];

    public bool TryDecide(int a, int b, out int decided)
    {
        if (Diagram.IsLeaf(a) && Diagram.IsLeaf(b))
        {
            decided = Diagram.Leaf(onValues(Diagram.ValueOf(a), Diagram.ValueOf(b)));
            return true;
        }

        var found = shortcut?.Invoke(a, b);
        decided = found ?? 0;
        return found is not null;
    }
}
