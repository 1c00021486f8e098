namespace Concordat.Safeguards;

/// <summary>What an identifier alone says about nationality; unknown is presumed U.S. where a clause counts presumed U.S. persons.</summary>
public enum PersonNationality
{
    Unknown,
    Us,
    Foreign,
}
