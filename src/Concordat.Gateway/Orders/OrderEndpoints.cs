using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Admission;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Concordat.Oversight.Orders;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Orders;

/// <summary>
/// The routes on which orders are read and taken. Reading needs an API key, and shows the orders that concern the key's use case, and of their uses those of that
/// use case; any other order is as if it did not exist. An order or notice is taken for its signature. Errors are problem documents.
/// </summary>
internal static class OrderEndpoints
{
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(10);

    /// <summary><c>GET /v1/orders</c>: every order that concerns the key's use case, as of now or of <c>?as_of=TIME</c>.</summary>
    public static Task ListAsync(HttpContext http, ConcordatGateway gateway) => ReadAsync(http, gateway, (asked, json) =>
    {
        json.WriteStartObject();
        json.WriteString("as_of", asked.AsOf);
        json.WritePropertyName("orders");
        JsonSerializer.Serialize(json, Concerning(asked, gateway.OrderDesk.Concerned), OrdersJson.Plain.IReadOnlyListOrderReport);
        json.WriteEndObject();
        return ValueTask.CompletedTask;
    });

    /// <summary><c>GET /v1/orders/{id}</c>: the order as it was signed, and all that was said about it.</summary>
    public static Task ShowAsync(HttpContext http, ConcordatGateway gateway) => ReadAsync(http, gateway, (asked, json) =>
    {
        json.WriteStartObject();
        json.WritePropertyName("order");
        json.WriteRawValue(asked.Order!.Envelope.Payload);
        json.WriteStartArray("notices");
        foreach (var notice in asked.Book.NoticesOf(asked.Order.Id))
        {
            json.WriteRawValue(notice.Envelope.Payload);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return ValueTask.CompletedTask;
    });

    /// <summary><c>GET /v1/orders/{id}/explanation</c>: why it binds or does not, step by step, as of now or of <c>?as_of=TIME</c>.</summary>
    public static Task ExplainAsync(HttpContext http, ConcordatGateway gateway) => ReadAsync(http, gateway, (asked, json) =>
    {
        json.WriteStartObject();
        json.WriteString("as_of", asked.AsOf);
        json.WritePropertyName("order");
        JsonSerializer.Serialize(json, OrderReport.Of(asked.Order!, asked.Book, asked.AsOf), OrdersJson.Plain.OrderReport);
        json.WriteStartArray("uses");
        foreach (var use in OrderPlan.Of(asked.Order!.Order!, asked.Book, asked.Model.Config, asked.AsOf, asked.UseCase).Uses)
        {
            json.WriteStartObject();
            json.WriteString("use_case", use.UseCase);
            json.WriteString("deployment", use.Deployment);
            json.WriteString("standing", use.Standing.ToFact());
            json.WriteString("because", use.Because);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return ValueTask.CompletedTask;
    });

    /// <summary><c>GET /v1/orders/{id}/plan</c>: where it bites in the key's use case, what can take the place, and what is due when.</summary>
    public static Task PlanAsync(HttpContext http, ConcordatGateway gateway) => ReadAsync(http, gateway, async (asked, json) =>
    {
        var report = await gateway.OrderDesk.PlanAsync(asked.Order!, asked.Model, asked.UseCase, asked.AsOf, http.RequestAborted).ConfigureAwait(false);
        JsonSerializer.Serialize(json, report, OrdersJson.Plain.OrderPlanReport);
    });

    /// <summary><c>POST /v1/orders</c>: takes a signed order or notice.</summary>
    public static Task TakeAsync(HttpContext http, ConcordatGateway gateway) => ProblemOrJson.AnswerAsync(http, async json =>
    {
        var reading = await BodyReader.ReadAsync(http.Request, OrderReader.MaxEnvelopeBytes, BodyTimeout, gateway.Admit.Time).ConfigureAwait(false);
        if (reading.Error is { } unread)
        {
            return unread;
        }

        var body = reading.Buffer.AsMemory(0, reading.Length).ToArray();
        ArrayPool<byte>.Shared.Return(reading.Buffer!);
        var (document, isNew) = await gateway.OrderDesk.TakeAsync(body, http.Connection.RemoteIpAddress?.ToString() ?? "", http.RequestAborted).ConfigureAwait(false);
        http.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        var (book, order) = (gateway.OrderDesk.Book!, document.Notice?.Order ?? document.Id);
        json.WriteStartObject();
        json.WriteString("id", document.Id);
        json.WriteString("act", document.Act);
        json.WriteBoolean("new", isNew);
        json.WriteStartArray("signers");
        foreach (var signer in document.Signers)
        {
            json.WriteStringValue(signer.Id);
        }

        json.WriteEndArray();
        json.WritePropertyName("order");
        JsonSerializer.Serialize(json, OrderReport.Of(book.Find(order)!, book, gateway.Admit.Time.GetUtcNow()), OrdersJson.Plain.OrderReport);
        json.WriteEndObject();
        return null;
    });

    private static Task ReadAsync(HttpContext http, ConcordatGateway gateway, Func<OrderQuestion, Utf8JsonWriter, ValueTask> write) => ProblemOrJson.AnswerAsync(http, async json =>
    {
        var (asked, error) = AskedBy(http, gateway);
        if (asked is not null)
        {
            await write(asked, json).ConfigureAwait(false);
        }

        return error;
    });

    /// <summary>Who asks about which order as of when, or why not.</summary>
    private static (OrderQuestion? Asked, GatewayError? Error) AskedBy(HttpContext http, ConcordatGateway gateway)
    {
        if (CallerKey.Fault(http, gateway.Keys, out var key) is { } fault)
        {
            return (null, fault);
        }

        if (gateway.Model is not { } model || gateway.OrderDesk.Book is not { } book)
        {
            return (null, GatewayErrors.NotReady);
        }

        var (asOf, order) = (gateway.Admit.Time.GetUtcNow(), (OrderDocument?)null);
        if (http.Request.Query.TryGetValue("as_of", out var asked)
            && (asked is not [{ Length: <= 40 } text] || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out asOf)))
        {
            return (null, GatewayErrors.InvalidRequest("as_of", "`as_of` must be one moment, such as 2026-11-22T00:00:00Z"));
        }

        return http.Request.RouteValues["id"] is string id && ((order = book.Find(id))?.Order is not { } found || !OrderSubjects.Of(model.Config, key!.UseCase).Any(found.Covers))
            ? (null, GatewayErrors.OrderNotFound)
            : (new OrderQuestion(model, book, key!.UseCase, asOf, order), null);
    }

    private static List<OrderReport> Concerning(OrderQuestion asked, ConcernedOrders concerned) =>
        [.. concerned.Of(asked.Model.Config, asked.Book, asked.UseCase).Select(document => OrderReport.Of(document, asked.Book, asked.AsOf))];
}
