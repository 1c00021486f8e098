namespace Concordat.Oversight.Cases;

/// <summary>Where a case stands. Only <see cref="Open"/> can change; a granted case is then released once.</summary>
public enum CaseState
{
    Open,
    Granted,
    Denied,
    Withdrawn,
    Expired,
}
