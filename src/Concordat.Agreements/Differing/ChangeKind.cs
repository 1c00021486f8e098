namespace Concordat.Agreements.Differing;

/// <summary>What an amendment does to a part of the agreement.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It reads otherwise.</summary>
    Changed,
}
