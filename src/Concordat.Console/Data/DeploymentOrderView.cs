using Concordat.Oversight.Orders;

namespace Concordat.Console.Data;

/// <summary>An order in force that names a use of a deployment.</summary>
/// <param name="Standing">What it means for a use that it does not spare.</param>
/// <param name="UseCases">The use cases whose use it names and does not spare; empty where it spares all.</param>
public sealed record DeploymentOrderView(string Id, string Title, OrderStanding Standing, IReadOnlyList<string> UseCases);
