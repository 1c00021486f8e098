namespace Concordat.Agreements;

/// <summary>What follows when a forbidding clause holds.</summary>
public enum Remedy
{
    /// <summary>The matter ends.</summary>
    Refuse,

    /// <summary>It waits until a human authorizes exactly this act.</summary>
    Authorize,

    /// <summary>It waits until the panel of the parties rules.</summary>
    Ruling,

    /// <summary>It waits until what may not pass is masked.</summary>
    Mask,
}
