namespace Concordat.Oversight.Grants;

/// <summary>What a person's statement does.</summary>
public enum DecisionAct
{
    /// <summary>Asks to be shown the action; nothing is decided.</summary>
    Read,
    Grant,
    Deny,
    Withdraw,
    Revoke,

    /// <summary>Puts the case before one person by name.</summary>
    Assign,
}
