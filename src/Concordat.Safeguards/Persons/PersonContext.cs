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

    /// <summary>A driver licence is named just before.</summary>
    Licence = 1 << 9,

    /// <summary>An IP address, or somebody who has one, is named just before.</summary>
    Ip = 1 << 10,

    /// <summary>Social media are named just before.</summary>
    Handle = 1 << 11,

    /// <summary>Where somebody lives, or where something is sent, is named just before.</summary>
    Address = 1 << 12,

    /// <summary>A form of address or a rank stands just before: <c>Mr.</c>, <c>Sgt.</c></summary>
    Title = 1 << 13,

    /// <summary>A role or the word <c>name</c> stands just before.</summary>
    Role = 1 << 14,

    /// <summary>What names a code of letters and digits.</summary>
    Codes = Phone | Ssn | Passport | UsPassport | Plate | Device | Licence,
}
