namespace Concordat.Oversight.Orders;

/// <summary>The words for standings, as the fact <c>order.inForce</c> has them.</summary>
public static class OrderStandingNames
{
    public static string ToFact(this OrderStanding standing) => standing switch
    {
        OrderStanding.None => "none",
        OrderStanding.Restriction => "restriction",
        OrderStanding.Suspension => "suspension",
        _ => "stop-use",
    };
}
