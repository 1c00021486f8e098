using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Concordat.Gateway.Tests.Upstreams;

/// <summary>Keys of roles: asked for beside the requests, kept to their end, and never from anywhere but where a machine is given its own.</summary>
public sealed class AwsRoleTests : IAsyncLifetime
{
    private readonly MovingClock _clock = new();
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly string _file = Path.GetTempFileName();
    private FakeUpstream _giver = null!;
    private FakeUpstream _model = null!;
    private UpstreamFactory _upstreams = null!;
    private int _given;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_giver, _model) = (await FakeUpstream.StartAsync(), await FakeUpstream.StartAsync());
        _model.AnswerJson("""{"output":{"message":{"role":"assistant","content":[{"text":"Fine."}]}},"stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":1}}""");
        _environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = _giver.Url + "/v1/credentials?id=7";
        _environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = _giver.Url;
        _upstreams = Factory(_clock);
        Give(TimeSpan.FromHours(6));
    }

    public async ValueTask DisposeAsync()
    {
        _upstreams.Dispose();
        await _giver.DisposeAsync();
        await _model.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task A_container_shows_the_token_of_its_file_as_it_is_now_and_requests_are_signed_with_what_it_is_given()
    {
        _environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = _file;
        await File.WriteAllTextAsync(_file, "first-token\n", Stop);
        var keys = await StartedAsync("container");
        await File.WriteAllTextAsync(_file, "second-token\n", Stop);
        _clock.Advance(TimeSpan.FromHours(5.9));
        await keys.LookNowAsync();

        await SendAsync("container");

        Assert.Equal(["first-token", "second-token"], _giver.Headers.Select(headers => headers.Authorization.ToString()));
        Assert.Contains("Credential=ASIA2/", _model.Headers.Single().Authorization.ToString(), StringComparison.Ordinal);
        Assert.Equal("session-2", _model.Headers.Single()["x-amz-security-token"].ToString());
        Assert.Contains("x-amz-security-token", _model.Headers.Single().Authorization.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_is_asked_by_version_2_for_a_session_the_role_and_its_keys()
    {
        List<string> asked = [];
        Instance(asked);

        await StartedAsync("instance");
        await SendAsync("instance");

        Assert.Equal(["PUT /latest/api/token", "GET /latest/meta-data/iam/security-credentials/", "GET /latest/meta-data/iam/security-credentials/gateway-role"], asked);
        Assert.Equal("300", _giver.Headers.First()["X-aws-ec2-metadata-token-ttl-seconds"].ToString());
        Assert.All(_giver.Headers.Skip(1), headers => Assert.Equal("AQAAAsession==", headers["X-aws-ec2-metadata-token"].ToString()));
        Assert.Contains("Credential=ASIA1/", _model.Headers.Single().Authorization.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "", "answered with status 404")]
    [InlineData(200, "", "sent no token")]
    [InlineData(200, "two words", "sent no token")]
    public async Task An_instance_that_gives_no_session_is_not_asked_by_version_1(int status, string token, string reason)
    {
        _giver.Answer = http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(token);
        };

        var keys = await StartedAsync("instance");

        Assert.Contains(reason, Assert.Throws<CredentialException>(() => keys.Current).Message, StringComparison.Ordinal);
        Assert.Single(_giver.Bodies);
    }

    [Fact]
    public async Task A_web_identity_shows_its_token_to_the_token_service()
    {
        _environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = _file;
        _environment["AWS_ROLE_ARN"] = "arn:aws-us-gov:iam::123456789012:role/gateway";
        await File.WriteAllTextAsync(_file, "eyJ.workload.token", Stop);
        _giver.Answer = http => http.Response.WriteAsync($"""
            <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
              <Credentials><AccessKeyId>ASIASTS</AccessKeyId><SecretAccessKey>s3cr3t</SecretAccessKey><SessionToken>from-sts</SessionToken><Expiration>{_clock.GetUtcNow().AddHours(1):yyyy-MM-dd'T'HH:mm:ss'Z'}</Expiration></Credentials>
            </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
            """);

        await StartedAsync("webIdentity");
        await SendAsync("webIdentity");

        var form = QueryHelpers.ParseQuery(Encoding.ASCII.GetString(_giver.Bodies.Single()));
        Assert.Equal(("AssumeRoleWithWebIdentity", "2011-06-15", "concordat"), (form["Action"].ToString(), form["Version"].ToString(), form["RoleSessionName"].ToString()));
        Assert.Equal(("arn:aws-us-gov:iam::123456789012:role/gateway", "eyJ.workload.token"), (form["RoleArn"].ToString(), form["WebIdentityToken"].ToString()));
        Assert.Equal("from-sts", _model.Headers.Single()["x-amz-security-token"].ToString());
    }

    [Fact]
    public async Task Old_keys_serve_to_their_end_while_no_new_ones_come_and_then_nothing_is_sent()
    {
        var keys = await StartedAsync("container");
        var before = keys.Current;
        _giver.AnswerJson("{}", 500);
        _clock.Advance(TimeSpan.FromHours(5.9));
        await keys.LookNowAsync();
        Assert.Equal(2, _giver.Bodies.Count);
        Assert.Same(before, keys.Current);

        _clock.Advance(TimeSpan.FromMinutes(6));
        await keys.LookNowAsync();

        Assert.Contains("answered with status 500", Assert.Throws<CredentialException>(() => keys.Current).Message, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<UpstreamException>(() => SendAsync("container"));
        Assert.Equal(("upstream_credentials", true), (refused.Error.Code, refused.SafeToRetry));
        Assert.Empty(_model.Bodies);

        Give(TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await keys.LookNowAsync();
        await SendAsync("container");
        Assert.Single(_model.Bodies);
    }

    [Fact]
    public async Task A_request_never_waits_while_new_keys_are_asked_for()
    {
        var keys = await StartedAsync("container");
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        _giver.Answer = http =>
        {
            asked.SetResult();
            return answer.Task;
        };
        _clock.Advance(TimeSpan.FromHours(5.9));
        var look = keys.LookNowAsync();
        await asked.Task.WaitAsync(Stop);

        await SendAsync("container");

        Assert.False(look.IsCompleted);
        Assert.Contains("Credential=ASIA1/", _model.Headers.Single().Authorization.ToString(), StringComparison.Ordinal);
        answer.SetResult();
        await look;
    }

    [Fact]
    public async Task Deployments_and_configurations_that_follow_share_what_was_given()
    {
        var keys = await StartedAsync("container");
        await SendAsync("container");
        await SendAsync("container");

        Assert.Same(keys, await StartedAsync("container"));
        Assert.Single(_giver.Bodies);
        Assert.Equal(2, _model.Bodies.Count);
    }

    [Fact]
    public async Task Keys_that_AWS_refuses_are_asked_for_anew_but_not_for_every_request()
    {
        var keys = await StartedAsync("container");
        _model.AnswerJson("""{"message":"The security token included in the request is expired"}""", 403);
        for (var i = 0; i < 3; i++)
        {
            await SendAsync("container");
            await keys.LookNowAsync();
        }

        Assert.Single(_giver.Bodies);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await keys.LookNowAsync();
        await keys.LookNowAsync();
        Assert.Equal(2, _giver.Bodies.Count);
    }

    [Theory]
    [InlineData("nothing at all")]
    [InlineData("a byte now and then, for ever")]
    public async Task One_who_hangs_is_left_after_a_while(string what)
    {
        using var upstreams = Factory(new ImpatientTime());
        _giver.Answer = async http =>
        {
            while (what.StartsWith('a') && !http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.WriteAsync(" ", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }

            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        var keys = upstreams.Role(Aws("container"), []);

        await keys.LookNowAsync();

        var reason = Assert.Throws<CredentialException>(() => keys.Current).Message;
        Assert.True(reason.Contains("did not answer in time", StringComparison.Ordinal) || reason.Contains("sent too much", StringComparison.Ordinal), reason);
    }

    private UpstreamFactory Factory(TimeProvider time) => new(time, environment: _environment.GetValueOrDefault);

    private AwsConfig Aws(string credentials) => new() { Region = "us-gov-west-1", Credentials = credentials, StsUrl = credentials == "webIdentity" ? _giver.Url : null };

    /// <summary>The keys, once they were asked for.</summary>
    private async Task<Gateway.Upstreams.Aws.AwsRoleKeys> StartedAsync(string credentials)
    {
        var keys = _upstreams.Role(Aws(credentials), []);
        await keys.LookNowAsync();
        return keys;
    }

    private async Task SendAsync(string credentials)
    {
        var deployment = TestConfig.Sandbox("m") with { Name = "bedrock", Kind = "aws-bedrock", Url = _model.Url, Aws = Aws(credentials) };
        var upstream = _upstreams.Create(deployment, 65_536, [], AddressRule.Public);
        await using var answer = await upstream.SendAsync(
            new UpstreamCall("chat/completions", Encoding.UTF8.GetBytes(new ChatCase().Request("Hello", stream: false)), null, null), Stop);
    }

    private void Give(TimeSpan lasting) => _giver.Answer = http => http.Response.WriteAsync(Keys(lasting));

    private string Keys(TimeSpan lasting) => new JsonObject
    {
        ["Code"] = "Success",
        ["AccessKeyId"] = $"ASIA{++_given}",
        ["SecretAccessKey"] = "s3cr3t/key",
        ["Token"] = $"session-{_given}",
        ["Expiration"] = (_clock.GetUtcNow() + lasting).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
    }.ToJsonString();

    private void Instance(List<string> asked) => _giver.Answer = http =>
    {
        asked.Add($"{http.Request.Method} {http.Request.Path}");
        return http.Response.WriteAsync(http.Request.Method == "PUT" ? "AQAAAsession==" : http.Request.Path.Value!.EndsWith('/') ? "gateway-role\n" : Keys(TimeSpan.FromHours(6)));
    };
}
