using Concordat.Gateway.Model;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>Who asks about orders, as of when.</summary>
/// <param name="UseCase">Of the API key that asks.</param>
/// <param name="Order">The order that is asked about; null where it is about all.</param>
internal sealed record OrderQuestion(GatewayModel Model, OrderBook Book, string UseCase, DateTimeOffset AsOf, OrderDocument? Order);
