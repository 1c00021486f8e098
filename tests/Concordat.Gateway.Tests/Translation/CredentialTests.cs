using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Concordat.Gateway.Tests.Translation;

/// <summary>Who asks is proved as each cloud wants it, with tokens that are fetched seldom and never served when stale.</summary>
public sealed class CredentialTests
{
    private static readonly string ChatRequest = new ChatCase().Request("Hello", stream: false);

    [Fact]
    public async Task A_service_account_signs_for_a_token_that_serves_many_requests()
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of("gemini").At(server.Url));
        UpstreamCase.Of("gemini").Answer(server, "Fine.");
        for (var i = 0; i < 3; i++)
        {
            using var response = await host.PostAsync("/v1/chat/completions", ChatRequest);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var form = QueryHelpers.ParseQuery(Encoding.ASCII.GetString(server.Bodies.First()));
        Assert.Equal(4, server.Bodies.Count);
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"].ToString());
        var token = form["assertion"].ToString().Split('.');
        Assert.True(TokenServer.Key.VerifyData(
            Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), WebEncoders.Base64UrlDecode(token[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"key-1"}""", Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token[0])));
        var claims = JsonNode.Parse(WebEncoders.Base64UrlDecode(token[1]))!;
        Assert.Equal("gateway@p-1.iam.example", claims["iss"]!.GetValue<string>());
        Assert.Equal($"{server.Url}/token", claims["aud"]!.GetValue<string>());
        Assert.Equal("https://www.googleapis.com/auth/cloud-platform", claims["scope"]!.GetValue<string>());
        Assert.Equal(3600, claims["exp"]!.GetValue<long>() - claims["iat"]!.GetValue<long>());
        Assert.All(server.Headers.Skip(1), headers => Assert.Equal("Bearer ya29.token", headers.Authorization.ToString()));
    }

    [Fact]
    public async Task A_token_that_the_upstream_does_not_accept_is_fetched_anew()
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of("gemini").At(server.Url));
        UpstreamCase.Json(server, "{}", 401);
        for (var i = 0; i < 2; i++)
        {
            using var response = await host.PostAsync("/v1/chat/completions", ChatRequest);
            Assert.Contains("upstream_credentials", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Equal(2, server.Bodies.Count(body => Encoding.ASCII.GetString(body).StartsWith("grant_type", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(500, "{}", "answered with status 500")]
    [InlineData(302, "{}", "answered with status 302")]
    [InlineData(200, "{}", "sent no token")]
    [InlineData(200, "{\"access_token\":\"a\",\"access_token\":\"b\",\"expires_in\":60}", "sent no token")]
    [InlineData(200, "{\"access_token\":\"a\\r\\nX: y\",\"expires_in\":60}", "sent no token")]
    [InlineData(200, "{\"access_token\":\"a\",\"expires_in\":-1}", "sent no token")]
    public async Task Without_a_token_nothing_is_sent(int status, string answer, string reason)
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(UpstreamCase.Of("gemini").At(server.Url));
        server.Answer = http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(answer);
        };

        using var response = await host.PostAsync("/v1/chat/completions", ChatRequest);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("upstream_credentials", text, StringComparison.Ordinal);
        Assert.Contains(reason, text, StringComparison.Ordinal);
        Assert.All(server.Bodies, body => Assert.StartsWith("grant_type", Encoding.ASCII.GetString(body), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_Entra_application_asks_with_its_secret_or_with_the_token_of_its_workload(bool secret)
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var with = TestConfig.WithUpstreams("azure-openai", server.Url)(config);
            var file = Path.Combine(config.Data, "entra");
            File.WriteAllText(file, "s3cr3t~value\n");
            var entra = new EntraConfig { Tenant = "t-1", ClientId = "c-1", Authority = server.Url };
            entra = secret ? entra with { Secret = new SecretConfig { File = file } } : entra with { TokenFile = file };
            return with with { Deployments = [with.Deployments[0] with { Entra = entra }] };
        });
        server.Answer = http =>
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(http.Request.Path == "/t-1/oauth2/v2.0/token"
                ? """{"token_type":"Bearer","expires_in":3599,"access_token":"eyJ.token"}"""
                : new ChatCase().Answer("Fine."));
        };

        using var response = await host.PostAsync("/v1/chat/completions", ChatRequest);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var form = QueryHelpers.ParseQuery(Encoding.ASCII.GetString(server.Bodies.First()));
        Assert.Equal("client_credentials", form["grant_type"].ToString());
        Assert.Equal("c-1", form["client_id"].ToString());
        Assert.Equal("https://cognitiveservices.azure.com/.default", form["scope"].ToString());
        Assert.Equal("s3cr3t~value", form[secret ? "client_secret" : "client_assertion"].ToString());
        Assert.Equal(secret, !form.ContainsKey("client_assertion_type"));
        Assert.Equal("Bearer eyJ.token", server.Headers.Last().Authorization.ToString());
        Assert.False(server.Headers.Last().ContainsKey("api-key"));
        Assert.Equal(ChatRequest, Encoding.UTF8.GetString(server.Bodies.Last()));
    }

    [Fact]
    public async Task A_request_to_Bedrock_names_its_model_in_the_path_and_signs_what_is_sent()
    {
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var with = UpstreamCase.Of("converse").At(server.Url)(config);
            return with with { Deployments = [with.Deployments[0] with { UpstreamModel = "anthropic.claude-v2:1" }] };
        });
        var path = "";
        UpstreamCase.Of("converse").Answer(server, "Fine.");
        var answer = server.Answer;
        server.Answer = http =>
        {
            path = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            return answer(http);
        };

        using var response = await host.PostAsync("/v1/chat/completions", ChatRequest);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("/model/anthropic.claude-v2%3A1/converse", path);
        var authorization = server.Headers.Single().Authorization.ToString();
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", authorization, StringComparison.Ordinal);
        Assert.Contains("/us-gov-west-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=", authorization, StringComparison.Ordinal);
    }
}
