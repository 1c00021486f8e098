namespace Concordat.Oversight.Cases;

/// <summary>What a person decides about an open case.</summary>
public enum CaseDecision
{
    Grant,
    Deny,
    Withdraw,
}
