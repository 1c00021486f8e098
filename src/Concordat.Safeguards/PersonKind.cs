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

    /// <summary>A driver licence.</summary>
    Licence,

    /// <summary>An IP address that is said to be somebody's.</summary>
    Ip,

    /// <summary>A name on social media.</summary>
    Handle,

    /// <summary>A given and a family name.</summary>
    Name,

    /// <summary>A postal address.</summary>
    Address,
}
