namespace Concordat.Oversight.Grants;

/// <summary>The kinds of matter for which an agreement writes seats, the gravest first.</summary>
internal enum MatterKind
{
    /// <summary>An act that is force, or is not known to be less.</summary>
    Force,

    /// <summary>A high-stakes or lesser act, and what was to be masked.</summary>
    HighStakes,

    /// <summary>A grey area.</summary>
    Ruling,
}
