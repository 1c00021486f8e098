using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Notices;

namespace Concordat.Gateway.Notices;

/// <summary>Tells one program of events, each in a message that it can check (Standard Webhooks 1.0: HMAC-SHA-256 over id, time and body).</summary>
/// <remarks>Follows no redirect, reads nothing of the answer but its status, and waits no longer than <see cref="Patience"/>.</remarks>
internal sealed class WebhookSender : INoticeSender
{
    /// <summary>Longest time from the first byte sent to the status received.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Uri _url;
    private readonly IReadOnlyList<byte[]> _secrets;
    private readonly string? _caseUrl;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    /// <param name="secrets">What signs each message, the newest first: one signature each, so that the program can change from one to the next.</param>
    public WebhookSender(WebhookConfig config, IReadOnlyList<byte[]> secrets, string? caseUrl, TimeProvider time)
    {
        (_url, _secrets, _caseUrl, _time) = (new Uri(config.Url), secrets, caseUrl, time);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            ConnectCallback = (context, cancellationToken) => OpenAddresses.ConnectAsync(context.DnsEndPoint, config.Private, cancellationToken),
        });
    }

    public bool Wants(CaseEvent told) => true;

    public ValueTask<string?> SendAsync(CaseEvent told, CancellationToken cancellationToken) =>
        PostAsync(NoticeText.IdOf(told), NoticeText.Json(told, _caseUrl), cancellationToken);

    /// <summary>Signs a message and sends it.</summary>
    /// <param name="id">Names the message, the same each time that it is sent.</param>
    /// <returns>Why not, without content; null where it was taken.</returns>
    public async ValueTask<string?> PostAsync(string id, byte[] body, CancellationToken cancellationToken)
    {
        var at = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{at}."), .. body];
        request.Headers.Add("webhook-signature", string.Join(' ', _secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed)))));
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // What it answers is not read, only whether it took the message; the connection is closed over what it goes on sending.
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"it answered with status {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "it did not answer in time";
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return (fault as NoticeException ?? fault.InnerException as NoticeException)?.Message ?? "it cannot be reached";
        }
    }

    public void Dispose() => _http.Dispose();
}
