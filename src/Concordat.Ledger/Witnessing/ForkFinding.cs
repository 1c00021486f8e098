namespace Concordat.Ledger.Witnessing;

/// <summary>What a file of evidence shows about a log.</summary>
public enum ForkFinding
{
    /// <summary>Nothing: the two checkpoints fit together, or are not both signed by the log.</summary>
    Nothing,

    /// <summary>The log signed two different trees of one size. That is proof.</summary>
    TwoTrees,

    /// <summary>The log signed a larger tree whose beginning is not the smaller tree that it signed. That is proof.</summary>
    RewrittenPast,

    /// <summary>Two signed checkpoints for which nobody has shown that the larger continues the smaller. Not proof by itself: ask the log for one.</summary>
    Unproven,
}
