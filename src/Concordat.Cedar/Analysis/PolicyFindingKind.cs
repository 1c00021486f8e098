namespace Concordat.Cedar.Analysis;

/// <summary>What is odd about a policy.</summary>
public enum PolicyFindingKind
{
    /// <summary>No request satisfies it.</summary>
    Dead,

    /// <summary>Its conditions say nothing: every request within its scope satisfies it.</summary>
    Vacuous,

    /// <summary>Some requests satisfy it, but without it every outcome would be the same.</summary>
    Shadowed,

    /// <summary>Some request makes it err, so that it does not count.</summary>
    CanErr,
}
