namespace Concordat.Safeguards;

/// <summary>The kinds of identifiers that point to one person.</summary>
public enum PersonKind
{
    Email,
    Phone,
    Ssn,
    Plate,
    Passport,

    /// <summary>An advertising or device id.</summary>
    Device,
}
