namespace Concordat.Oversight.Cases;

/// <summary>What a held action waits for.</summary>
public enum CaseType
{
    /// <summary>One accountable person authorizes one exact action, with a signature.</summary>
    Authorize,

    /// <summary>The reviewer panel rules on a grey area.</summary>
    Ruling,

    /// <summary>Persons are masked until somebody with the right to see them asks.</summary>
    Mask,
}
