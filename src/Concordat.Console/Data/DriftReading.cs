namespace Concordat.Console.Data;

/// <summary>What two shares say of each other.</summary>
public enum DriftReading
{
    /// <summary>There are too few to say.</summary>
    TooFew,

    /// <summary>The difference can be chance.</summary>
    Steady,

    /// <summary>The difference is hardly chance.</summary>
    Moved,
}
