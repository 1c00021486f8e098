namespace Concordat.Oversight.Orders;

/// <summary>What orders in force mean for one use of one deployment, the strictest last.</summary>
public enum OrderStanding
{
    None,
    Restriction,
    Suspension,
    StopUse,
}
