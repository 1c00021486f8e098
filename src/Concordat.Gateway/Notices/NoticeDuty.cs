using Concordat.Gateway.Certifying;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;
using Concordat.Gateway.Telemetry;
using Concordat.Gateway.Upstreams;
using Concordat.Oversight.Notices;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Notices;

/// <summary>Keeps everybody told of cases who is to be told under the configuration in force. Disposing it ends that. Not thread-safe.</summary>
public sealed class NoticeDuty : IAsyncDisposable
{
    private readonly INoticeStore _store;
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<NoticeDuty> _logger;
    private readonly List<IAsyncDisposable> _running = [];

    internal NoticeDuty(INoticeStore store, GatewayMetrics metrics, TimeProvider time, ILogger<NoticeDuty> logger)
    {
        (_store, _metrics, _time, _logger) = (store, metrics, time, logger);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var running in _running)
        {
            await running.DisposeAsync().ConfigureAwait(false);
        }

        _running.Clear();
    }

    /// <summary>The senders that a configuration asks for, by the channel that each tells over.</summary>
    /// <exception cref="InvalidOperationException">A secret cannot be read.</exception>
    internal static IReadOnlyList<(string Channel, INoticeSender Sender)> Senders(GatewayModel model, TimeProvider time)
    {
        var config = model.Config;
        List<(string, INoticeSender)> senders = [];
        foreach (var hook in config.Notices?.Webhooks ?? [])
        {
            senders.Add(($"webhook {hook.Name}", new WebhookSender(hook, SecretsOf(hook), config.CaseUrl, time)));
        }

        if (config.Notices?.Mail is { } mail)
        {
            var password = SecretReader.Read(mail.Password);
            senders.AddRange(model.Book.Approvers.Where(person => person.Mail is not null)
                .Select(person => ($"mail {person.Id}", (INoticeSender)new MailSender(mail, password, person, config.CaseUrl, model.Agreement.Terms.Quorums, time))));
        }

        return senders;
    }

    /// <summary>Who is told of changes that turn certified verdicts, by the channel of each.</summary>
    /// <exception cref="InvalidOperationException">A secret cannot be read.</exception>
    internal static IReadOnlyList<(string Channel, ISuiteSender Sender)> Owners(GatewayModel model, TimeProvider time)
    {
        var config = model.Config;
        List<(string, ISuiteSender)> owners = [];
        foreach (var hook in config.Notices?.Webhooks ?? [])
        {
            owners.Add(($"suites-webhook-{hook.Name}", new SuiteWebhook(new WebhookSender(hook, SecretsOf(hook), config.CaseUrl, time))));
        }

        if (config.Notices?.Mail is { } mail)
        {
            var post = new MailPost(mail, SecretReader.Read(mail.Password), time);
            owners.AddRange(config.UseCases.Where(static useCase => useCase.Contact is not null)
                .Select(useCase => ($"suites-mail-{useCase.Id}", (ISuiteSender)new SuiteMail(post, useCase.Id, useCase.Contact!))));
        }

        return owners;
    }

    /// <summary>Tells those from now on, and nobody else.</summary>
    internal async ValueTask UseAsync(
        GatewayModel model, IReadOnlyList<(string Channel, INoticeSender Sender)> senders, IReadOnlyList<(string Channel, ISuiteSender Sender)> owners, CertificateWatch certificates)
    {
        await DisposeAsync().ConfigureAwait(false);
        foreach (var (channel, sender) in owners)
        {
            var loop = new SuiteNoticeLoop(channel, sender, certificates, _metrics.Noticed, _time, _logger);
            _running.Add(loop);
            loop.Start();
        }

        foreach (var (channel, sender) in senders)
        {
            var loop = new NoticeLoop(channel, sender, _store, _metrics.Noticed, _time, _logger);
            _running.Add(loop);
            loop.Start();
        }

        var escalation = new EscalationLoop(model.Book.Approvers.Select(person => person.StandBy), _store, _time);
        _running.Add(escalation);
        escalation.Start();
    }

    private static byte[][] SecretsOf(WebhookConfig hook) =>
        hook.FormerSecret is { } former ? [SecretOf(hook.Name, hook.Secret), SecretOf(hook.Name, former)] : [SecretOf(hook.Name, hook.Secret)];

    private static byte[] SecretOf(string name, SecretConfig secret) => WebhookSecret.Parse(SecretReader.Read(secret)!)
        ?? throw new InvalidOperationException($"a secret of webhook `{name}` is not `whsec_` and the base64 of 24 to 64 bytes");
}
