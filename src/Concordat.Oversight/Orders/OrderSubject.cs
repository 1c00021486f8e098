namespace Concordat.Oversight.Orders;

/// <summary>One use of one deployment, which orders are judged for.</summary>
/// <param name="Version">The model's version, where it is registered.</param>
/// <param name="UpstreamModel">The model's name at the upstream, where it differs.</param>
public sealed record OrderSubject(
    string UseCase, string Organisation, string Network, string Deployment, string Vendor, string Model, string? UpstreamModel, string Cloud, string Region, string? Version = null);
