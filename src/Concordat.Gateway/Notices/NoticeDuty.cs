using System.Security.Cryptography;
using System.Text;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Telemetry;
using Concordat.Gateway.Upstreams;
using Concordat.Oversight;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Notices;

/// <summary>Keeps everybody told of cases, certified verdicts and orders who is to be told under the configuration in force. Disposing it ends that. Not thread-safe.</summary>
public sealed class NoticeDuty : IAsyncDisposable
{
    private readonly OversightStores _stores;
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<NoticeDuty> _logger;
    private readonly List<IAsyncDisposable> _running = [];

    internal NoticeDuty(OversightStores stores, GatewayMetrics metrics, TimeProvider time, ILogger<NoticeDuty> logger)
    {
        (_stores, _metrics, _time, _logger) = (stores, metrics, time, logger);
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
                .Select(person => ($"mail {person.Id}", (INoticeSender)new MailSender(mail, password, person, config.CaseUrl, model.Agreement, time))));
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

    /// <summary>Who is told of orders, by the channel of each: every program, every party that has an address, and, of what ends, every owner of a use case who has one.</summary>
    /// <exception cref="InvalidOperationException">A secret cannot be read.</exception>
    internal static IReadOnlyList<(string Channel, IOrderSender Sender)> Parties(GatewayModel model, TimeProvider time)
    {
        var config = model.Config;
        List<(string, IOrderSender)> parties = [];
        foreach (var hook in config.Notices?.Webhooks ?? [])
        {
            parties.Add(($"webhook {hook.Name}", new OrderWebhook(new WebhookSender(hook, SecretsOf(hook), config.CaseUrl, time))));
        }

        if (config.Notices?.Mail is { } mail)
        {
            var post = new MailPost(mail, SecretReader.Read(mail.Password), time);
            parties.AddRange(config.Parties.Where(static party => party.Mail is not null).DistinctBy(static party => party.Mail, StringComparer.Ordinal)
                .Select(party => ($"mail {NameOf(party.Mail!)}", (IOrderSender)new OrderMail(post, party.Mail!))));
            parties.AddRange(config.UseCases.Where(static useCase => useCase.Contact is not null)
                .Select(useCase => ($"owner {useCase.Id}", (IOrderSender)new OrderOwnerMail(post, config, useCase))));
        }

        return parties;
    }

    /// <summary>Tells those from now on, and nobody else.</summary>
    internal async ValueTask UseAsync(
        GatewayModel model, IReadOnlyList<(string Channel, INoticeSender Sender)> senders, IReadOnlyList<(string Channel, ISuiteSender Sender)> owners,
        IReadOnlyList<(string Channel, IOrderSender Sender)> parties, CertificateWatch certificates, OrderWatch orders)
    {
        await DisposeAsync().ConfigureAwait(false);
        var news = new OrderNewsReader(orders, _stores.Orders, model.Config.Orders.Reminders, _time);
        foreach (var (channel, sender) in parties)
        {
            var loop = new OrderNoticeLoop(channel, sender, news, _stores.Notices, _metrics.Noticed, _time, _logger);
            _running.Add(loop);
            loop.Start();
        }

        _running.Add(news); // after those who read it
        foreach (var (channel, sender) in owners)
        {
            var loop = new SuiteNoticeLoop(channel, sender, certificates, _metrics.Noticed, _time, _logger);
            _running.Add(loop);
            loop.Start();
        }

        foreach (var (channel, sender) in senders)
        {
            var loop = new NoticeLoop(channel, sender, _stores.Notices, _metrics.Noticed, _time, _logger);
            _running.Add(loop);
            loop.Start();
        }

        var escalation = new EscalationLoop(model.Book.Approvers.Select(person => person.StandBy), _stores.Notices, _time);
        _running.Add(escalation);
        escalation.Start();
    }

    // The address is in no log and no table.
    private static string NameOf(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..16];

    private static byte[][] SecretsOf(WebhookConfig hook) =>
        hook.FormerSecret is { } former ? [SecretOf(hook.Name, hook.Secret), SecretOf(hook.Name, former)] : [SecretOf(hook.Name, hook.Secret)];

    private static byte[] SecretOf(string name, SecretConfig secret) => WebhookSecret.Parse(SecretReader.Read(secret)!)
        ?? throw new InvalidOperationException($"a secret of webhook `{name}` is not `whsec_` and the base64 of 24 to 64 bytes");
}
