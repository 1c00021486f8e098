namespace Concordat.Safeguards.Topics;

/// <summary>Concepts that say what the next number or code is; the data file names them <c>context.*</c>.</summary>
internal enum ContextConcept
{
    Phone,
    Ssn,
    Passport,
    UsPassport,
    Plate,
    Marking,
}
