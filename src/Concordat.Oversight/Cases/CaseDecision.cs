namespace Concordat.Oversight.Cases;

/// <summary>What a person decides about a case.</summary>
public enum CaseDecision
{
    Grant,
    Deny,
    Withdraw,

    /// <summary>Takes back a grant that was not used yet.</summary>
    Revoke,
}
