namespace Concordat.Console.Access;

/// <summary>What a person is at the console; one person can be several.</summary>
[Flags]
public enum ConsoleRole
{
    /// <summary>Nobody yet: the pages of signing in.</summary>
    None = 0,

    /// <summary>The accountable commander or official who authorizes one exact action.</summary>
    HumanAuthority = 1,

    /// <summary>Rules on grey areas, for one party.</summary>
    Reviewer = 2,

    /// <summary>The vendor's cleared staff, who watch the safeguards work and see nothing above their clearance.</summary>
    FieldEngineer = 4,

    /// <summary>Checks the record.</summary>
    Inspector = 8,

    /// <summary>Runs the gateway.</summary>
    PlatformEngineer = 16,

    /// <summary>Writes and signs the agreement for a party.</summary>
    AgreementOwner = 32,

    Everyone = HumanAuthority | Reviewer | FieldEngineer | Inspector | PlatformEngineer | AgreementOwner,
}
