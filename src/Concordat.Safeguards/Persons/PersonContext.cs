namespace Concordat.Safeguards.Persons;

/// <summary>What nearby words say about a window, and whether the window was cut at either end.</summary>
[Flags]
internal enum PersonContext
{
    None = 0,
    Phone = 1,
    Ssn = 1 << 1,
    Passport = 1 << 2,
    UsPassport = 1 << 3,
    Plate = 1 << 4,

    /// <summary>A name for advertising ids stands just before: the next UUID is a device's.</summary>
    Device = 1 << 8,

    /// <summary>The window goes on from a forced cut: a match at its very start was seen before.</summary>
    CutLeft = 1 << 5,

    /// <summary>The window ends at a forced cut: a match at its very end will be seen again whole.</summary>
    CutRight = 1 << 6,

    /// <summary>The window is the whole text.</summary>
    Alone = 1 << 7,
}
