namespace Concordat.Gateway.Configuration;

/// <summary>Who is told what becomes of cases, and how.</summary>
public sealed record NoticesConfig
{
    /// <summary>Programs that are told over HTTP.</summary>
    public IReadOnlyList<WebhookConfig> Webhooks { get; init; } = [];

    /// <summary>By which server people are told by e-mail; null when they are not.</summary>
    public MailConfig? Mail { get; init; }
}
