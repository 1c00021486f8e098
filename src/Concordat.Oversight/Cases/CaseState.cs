namespace Concordat.Oversight.Cases;

/// <summary>Where a case stands; <see cref="CaseTransitions"/> says what may become of it.</summary>
public enum CaseState
{
    Open,
    Granted,
    Denied,
    Withdrawn,

    /// <summary>Its time was over, or the agreement that it was opened under (<see cref="Case.IsSuperseded"/>).</summary>
    Expired,

    /// <summary>The granted action went through; a grant is used once.</summary>
    Consumed,

    /// <summary>The grant was taken back before it was used.</summary>
    Revoked,
}
