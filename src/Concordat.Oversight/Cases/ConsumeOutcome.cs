namespace Concordat.Oversight.Cases;

/// <summary>Whether a granted case lets its action through, this once. Only <see cref="Consumed"/> does.</summary>
public enum ConsumeOutcome
{
    NotFound,

    /// <summary>The action, its use case, its requester or the agreement is another than the one granted.</summary>
    OtherAction,
    StillOpen,
    Denied,
    Withdrawn,
    Expired,
    AlreadyConsumed,
    Revoked,

    /// <summary>The store says granted, but the signatures that it holds do not prove it.</summary>
    Unproven,
    Consumed,
}
