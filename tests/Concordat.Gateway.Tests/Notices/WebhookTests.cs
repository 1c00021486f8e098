using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Notices;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concordat.Gateway.Tests.Notices;

/// <summary>A webhook is told of a case by messages that it can check, again until it takes them, whatever it answers.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly NoticeCase _case = new();
    private readonly ConcurrentQueue<(Dictionary<string, string> Headers, string Body)> _told = new();
    private readonly ConcurrentQueue<string> _counted = new();
    private WebApplication _hook = null!;
    private Func<HttpContext, Task> _answer = static http =>
    {
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _hook = builder.Build();
        _hook.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            _told.Enqueue((http.Request.Headers.ToDictionary(each => each.Key, each => each.Value.ToString(), StringComparer.OrdinalIgnoreCase), await reader.ReadToEndAsync(http.RequestAborted)));
            await _answer(http);
        });
        await _hook.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _case.DisposeAsync();
        await _hook.DisposeAsync();
    }

    [Fact]
    public async Task It_is_told_by_signed_messages_in_order_without_content()
    {
        await using var loop = await StartAsync();
        var opened = await _case.OpenAsync('1');
        await _case.OpenAsync('2');
        await loop.RoundAsync(Cancellation);

        Assert.Equal(2, _told.Count);
        var (headers, body) = _told.First();
        var json = JsonNode.Parse(body)!;
        Assert.Equal(("case.opened", opened.Id.Value), (json["type"]!.GetValue<string>(), json["data"]!["case"]!.GetValue<string>()));
        Assert.Equal($"https://desk.example.mil/cases/{opened.Id}", json["data"]!["url"]!.GetValue<string>());
        Assert.DoesNotContain("launch", body, StringComparison.Ordinal);
        var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}");
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret["whsec_".Length..]), signed)), headers["webhook-signature"]);
        Assert.Equal(2, _told.Select(told => told.Headers["webhook-id"]).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task While_the_secret_is_changed_each_message_is_signed_with_both()
    {
        byte[] next = [.. Enumerable.Repeat((byte)7, 32)];
        using var sender = new WebhookSender(Hook(), [next, WebhookSecret.Parse(Secret)!], caseUrl: null, TimeProvider.System);
        Assert.Null(await sender.PostAsync("msg_1", "{}"u8.ToArray(), Cancellation));
        var (headers, body) = Assert.Single(_told);
        var signed = Encoding.UTF8.GetBytes($"msg_1.{headers["webhook-timestamp"]}.{body}");
        var expected = new[] { next, WebhookSecret.Parse(Secret)! }.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed)));
        Assert.Equal(string.Join(' ', expected), headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    [InlineData(410)]
    public async Task What_it_does_not_take_is_told_again_under_the_same_id(int status)
    {
        var refusals = 1;
        _answer = http =>
        {
            http.Response.StatusCode = refusals-- > 0 ? status : 204;
            http.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        await using var loop = await StartAsync();
        await _case.OpenAsync();
        await loop.RoundAsync(Cancellation);
        Assert.Equal(["failed"], _counted);
        await _case.Stores.Notices.RestAsync(new("webhook desk", "", TimeSpan.Zero), TimeSpan.Zero, Cancellation); // its pause is over
        await loop.RoundAsync(Cancellation);

        Assert.Equal(["failed", "told"], _counted);
        Assert.Equal(2, _told.Count);
        Assert.Single(_told.Select(told => told.Headers["webhook-id"]).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_hangs_is_given_up()
    {
        _answer = static http => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        using var sender = new WebhookSender(Hook(), [WebhookSecret.Parse(Secret)!], caseUrl: null, new ImpatientTime());

        Assert.Equal("it did not answer in time", await sender.SendAsync(await _case.OpenedAsync(), Cancellation));
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read()
    {
        var left = new TaskCompletionSource();
        _answer = async http =>
        {
            http.Response.ContentLength = 2L * 1024 * 1024 * 1024;
            http.RequestAborted.Register(left.SetResult);
            var chunk = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(chunk, CancellationToken.None);
            }
        };
        using var sender = new WebhookSender(Hook(), [WebhookSecret.Parse(Secret)!], caseUrl: null, TimeProvider.System);

        Assert.Null(await sender.SendAsync(await _case.OpenedAsync(), Cancellation));
        await left.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        _answer = static http =>
        {
            http.Response.Headers["X-Much"] = new string('a', 20_000);
            return Task.CompletedTask;
        };
        using var sender = new WebhookSender(Hook(), [WebhookSecret.Parse(Secret)!], caseUrl: null, TimeProvider.System);

        Assert.Equal("it cannot be reached", await sender.SendAsync(await _case.OpenedAsync(), Cancellation));
    }

    [Fact]
    public async Task A_private_address_is_not_called_unless_that_was_said()
    {
        using var sender = new WebhookSender(Hook() with { Private = false }, [WebhookSecret.Parse(Secret)!], caseUrl: null, TimeProvider.System);

        Assert.Contains("`private: true`", await sender.SendAsync(await _case.OpenedAsync(), Cancellation), StringComparison.Ordinal);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task What_nobody_took_for_three_days_is_passed_over_and_counted()
    {
        await _case.BeginAsync("webhook desk");
        await _case.OpenAsync();
        var later = new ClockAt(TimeProvider.System.GetUtcNow() + NoticeLoop.Stale + TimeSpan.FromMinutes(1));
        await using var loop = Loop(later);
        await loop.RoundAsync(Cancellation);

        Assert.Equal(["passed-over"], _counted);
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false)]
    [InlineData("whsec_c2hvcnQ=", false)]
    [InlineData("whsec_not base64, but as long as one would be", false)]
    [InlineData("", false)]
    public void A_secret_is_base64_of_enough_bytes(string text, bool good) => Assert.Equal(good, WebhookSecret.Parse(text) is not null);

    private WebhookConfig Hook() => new() { Name = "desk", Url = _hook.Urls.First(), Secret = new SecretConfig { Env = "UNUSED" }, Private = true };

    private async Task<NoticeLoop> StartAsync()
    {
        await _case.BeginAsync("webhook desk");
        return Loop(TimeProvider.System);
    }

    private NoticeLoop Loop(TimeProvider time) => new(
        "webhook desk", new WebhookSender(Hook(), [WebhookSecret.Parse(Secret)!], "https://desk.example.mil/cases/{case}", TimeProvider.System),
        _case.Stores.Notices, _counted.Enqueue, time, NullLogger.Instance);
}
