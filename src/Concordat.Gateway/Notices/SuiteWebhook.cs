using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Notices;

/// <summary>Tells a program of every change.</summary>
internal sealed class SuiteWebhook(WebhookSender webhook) : ISuiteSender
{
    public bool Wants(SuiteChange change) => true;

    public ValueTask<string?> SendAsync(SuiteChange change, CancellationToken cancellationToken) => webhook.PostAsync(change.Id, SuiteNoticeText.Json(change), cancellationToken);

    public void Dispose() => webhook.Dispose();
}
