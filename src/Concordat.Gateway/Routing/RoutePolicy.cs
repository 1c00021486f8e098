namespace Concordat.Gateway.Routing;

/// <summary>How the deployments of one priority are chosen among.</summary>
internal enum RoutePolicy
{
    /// <summary>Those that speak the dialect by themselves first, then by name.</summary>
    Priority,

    /// <summary>At random, in proportion to their weights.</summary>
    Weight,

    /// <summary>The one that answered soonest of late.</summary>
    Latency,

    /// <summary>The cheapest.</summary>
    Cost,
}
