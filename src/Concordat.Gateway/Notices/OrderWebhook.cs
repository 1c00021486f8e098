namespace Concordat.Gateway.Notices;

/// <summary>Tells a program of orders.</summary>
internal sealed class OrderWebhook(WebhookSender webhook) : IOrderSender
{
    public ValueTask<string?> SendAsync(OrderNews news, CancellationToken cancellationToken) => webhook.PostAsync(news.Id, OrderNewsText.Json(news), cancellationToken);

    public void Dispose() => webhook.Dispose();
}
