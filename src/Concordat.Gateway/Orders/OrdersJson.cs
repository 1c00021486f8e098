using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>How reports about orders become JSON: names as in the ledger and at the command line.</summary>
[JsonSerializable(typeof(OrderReport))]
[JsonSerializable(typeof(IReadOnlyList<OrderReport>))]
[JsonSerializable(typeof(OrderPlanReport))]
[JsonSerializable(typeof(RegisteredPlace))]
internal sealed partial class OrdersJson : JsonSerializerContext
{
    public static OrdersJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
