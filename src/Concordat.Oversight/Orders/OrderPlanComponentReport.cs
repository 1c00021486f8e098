namespace Concordat.Oversight.Orders;

/// <summary>One component of a bill of materials that a target of an order names.</summary>
/// <param name="Ref">Its <c>bom-ref</c>; empty where it has none.</param>
/// <param name="Place">Where it stands in the bill, such as <c>ancestor of m</c>; empty for one of the bill's own list.</param>
/// <param name="Target">The target, in words.</param>
/// <param name="Because">What of the component fits the target.</param>
public sealed record OrderPlanComponentReport(string Ref, string Name, string Version, string Place, string Target, string Because)
{
    /// <summary>What it is and where it stands, such as <c>Atlas-7B 2 [base] (ancestor of harbour-chat)</c>.</summary>
    public string Words()
    {
        string[] parts = [Name.Length == 0 ? "(no name)" : Name, Version, Ref.Length == 0 ? "" : $"[{Ref}]", Place.Length == 0 ? "" : $"({Place})"];
        return string.Join(' ', parts.Where(static part => part.Length > 0));
    }
}
