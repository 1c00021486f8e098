namespace Concordat.Oversight.Cases;

/// <summary>Whether a granted case lets its action through, this once. Only <see cref="Consumed"/> does.</summary>
public enum ConsumeOutcome
{
    NotFound,

    /// <summary>The action, its use case, its requester or the agreement is another than the one granted.</summary>
    OtherAction,

    /// <summary>The same use case asks, under another agreement than the one that it was opened under.</summary>
    Superseded,
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
