namespace Concordat.Oversight.Cases;

/// <summary>Every legal change of a case, in one place; what is not here is illegal.</summary>
/// <remarks>
/// <code>
/// open ──▶ granted ──▶ consumed
///   │         ├──────▶ revoked
///   │         └──────▶ expired
///   ├──▶ denied
///   ├──▶ withdrawn
///   └──▶ expired
/// </code>
/// One way back: a ruling that let a request out to models, none of which took it, is granted again. A model that was asked has no
/// effects; an act of force or of high stakes never goes back.
/// </remarks>
public static class CaseTransitions
{
    public static bool IsLegal(CaseType type, CaseState from, CaseState to) => (from, to) switch
    {
        (CaseState.Open, CaseState.Granted or CaseState.Denied or CaseState.Withdrawn or CaseState.Expired) => true,
        (CaseState.Granted, CaseState.Consumed or CaseState.Revoked or CaseState.Expired) => true,
        (CaseState.Consumed, CaseState.Granted) => type == CaseType.Ruling,
        _ => false,
    };
}
