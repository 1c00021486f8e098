using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concordat.Console.SignIn;
using Concordat.Console.Tests.Kit;

namespace Concordat.Console.Tests;

public sealed class CertificateSignInTests
{
    [Fact]
    public async Task A_person_signs_in_with_the_certificate_that_the_proxy_checked()
    {
        using var answer = await SignInAsync();
        Assert.Equal("/console", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Whoever_does_not_know_the_proxys_secret_is_not_the_proxy()
    {
        using var wrong = await SignInAsync(secret: "guess");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using var none = await SignInAsync(secret: null);
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
    }

    [Fact]
    public async Task Whoever_comes_from_elsewhere_is_not_the_proxy()
    {
        using var answer = await SignInAsync(proxy: "10.1.2.3");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_certificate_that_the_proxy_did_not_accept_signs_nobody_in()
    {
        using var answer = await SignInAsync(verify: "FAILED:self-signed certificate");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task An_expired_certificate_signs_nobody_in()
    {
        using var answer = await SignInAsync(days: -1);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_certificate_of_nobody_here_signs_nobody_in()
    {
        using var answer = await SignInAsync(known: false);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task What_is_no_certificate_gets_a_clear_answer()
    {
        using var answer = await SignInAsync(pem: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("cannot be read", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SignInAsync(
        string? secret = "between us", string proxy = "127.0.0.1", string verify = "SUCCESS", int days = 30, bool known = true, string? pem = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=Range Commander", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-10), now.AddDays(days));
        await using var host = await ConsoleHost.StartAsync(
            signedIn: false, change: options => options with { Proxy = new ProxySettings([IPAddress.Parse(proxy)], "between us") });
        var hash = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
        host.Data.People = [host.Data.People[0] with { Certificate = known ? hash : new string('0', 64) }, .. host.Data.People.Skip(1)];

        var page = await host.PageAsync("/console/sign-in", HttpStatusCode.Unauthorized);
        if (secret is not null)
        {
            host.Browser.DefaultRequestHeaders.Add("Concordat-Proxy", secret);
        }

        host.Browser.DefaultRequestHeaders.Add("Concordat-Client-Verify", verify);
        host.Browser.DefaultRequestHeaders.Add("Concordat-Client-Certificate", Uri.EscapeDataString(pem ?? certificate.ExportCertificatePem()));
        var answer = await ConsoleHost.PostAsync(host.Browser, "/console/sign-in/certificate", ConsoleHost.TokenOf(page));
        await answer.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        return answer;
    }
}
