using System.Net;
using System.Text;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Upstreams;
using Concordat.Gateway.Upstreams.Aws;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Upstreams;

/// <summary>What is sent in the place of keys is refused with its own reason, and nobody is asked but who may be.</summary>
public sealed class AwsAnswerTests
{
    private const string Keys = "\"AccessKeyId\":\"ASIA\",\"SecretAccessKey\":\"s\",\"Token\":\"t\"";
    private const string Sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("{" + Keys + ",\"Expiration\":\"2026-11-22T11:59:59Z\"}", "have expired already")]
    [InlineData("{" + Keys + ",\"Expiration\":\"2026-11-22T12:00:00Z\"}", "have expired already")]
    [InlineData("{" + Keys + "}", "does not say when")]
    [InlineData("{" + Keys + ",\"Expiration\":1795000000}", "does not say when")]
    [InlineData("{" + Keys + ",\"Expiration\":\"soon\"}", "does not say when")]
    [InlineData("{" + Keys + ",\"AccessKeyId\":\"OTHER\",\"Expiration\":\"2026-11-22T18:00:00Z\"}", "no JSON object")]
    [InlineData("{\"AccessKeyId\":\"ASIA\",\"SecretAccessKey\":\"s\",\"Expiration\":\"2026-11-22T18:00:00Z\"}", "has no keys")]
    [InlineData("{\"AccessKeyId\":\"ASIA\\r\\nX: y\",\"SecretAccessKey\":\"s\",\"Token\":\"t\",\"Expiration\":\"2026-11-22T18:00:00Z\"}", "has no keys")]
    [InlineData("{\"Code\":\"AssumeRoleUnauthorizedAccess\"," + Keys + ",\"Expiration\":\"2026-11-22T18:00:00Z\"}", "there are none now")]
    [InlineData("[]", "no JSON object")]
    [InlineData("<html>", "no JSON object")]
    [InlineData("", "no JSON object")]
    public void An_answer_that_is_no_keys_is_refused(string answer, string reason) =>
        Assert.Contains(reason, Assert.Throws<CredentialException>(() => AwsAnswers.Json(Encoding.UTF8.GetBytes(answer), Now)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<Credentials xmlns=\"" + Sts + "\"><AccessKeyId>A</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-11-22T11:00:00Z</Expiration></Credentials>", "have expired already")]
    [InlineData("<Credentials xmlns=\"" + Sts + "\"><AccessKeyId>A</AccessKeyId><AccessKeyId>B</AccessKeyId></Credentials>", "twice")]
    [InlineData("<Credentials xmlns=\"" + Sts + "\"><AccessKeyId><b/></AccessKeyId></Credentials>", "no XML")]
    [InlineData("<Credentials><AccessKeyId>A</AccessKeyId></Credentials>", "has no keys")]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><Credentials xmlns=\"" + Sts + "\"><AccessKeyId>&a;</AccessKeyId></Credentials>", "no XML")]
    [InlineData("{}", "no XML")]
    public void An_answer_of_the_token_service_that_is_no_keys_is_refused(string answer, string reason) =>
        Assert.Contains(reason, Assert.Throws<CredentialException>(() => AwsAnswers.Xml(Encoding.UTF8.GetBytes(answer), Now)).Message, StringComparison.Ordinal);

    [Fact]
    public void Keys_are_not_written_where_somebody_writes_them_by_mistake() =>
        Assert.Equal("keys until 2026-11-22T12:00:00.0000000+00:00", new AwsKeys("ASIA", "s3cr3t", "t0k3n", Now).ToString());

    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://10.0.0.1/creds", "none where a machine is given credentials")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://creds.example.org/", "none where a machine is given credentials")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.3/creds", "none where a machine is given credentials")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "file:///etc/passwd", "no address")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "ftp://169.254.170.2/", "none where a machine is given credentials")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1@example.org/", "no address")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "@example.org/creds", "no address")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", ".example.org/creds", "no address")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "0/creds", "no address")]
    [InlineData("AWS_UNRELATED", "x", "no address")]
    public async Task An_address_that_is_none_for_credentials_is_not_asked(string variable, string value, string reason)
    {
        using var upstreams = new UpstreamFactory(TimeProvider.System, environment: name => name == variable ? value : null);
        var keys = upstreams.Role(new() { Region = "us-gov-west-1", Credentials = "container" }, []);

        await keys.LookNowAsync();

        Assert.Contains(reason, Assert.Throws<CredentialException>(() => keys.Current).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(302, 0, "answered with status 302")]
    [InlineData(403, 0, "answered with status 403")]
    [InlineData(200, 70_000, "sent too much")]
    public async Task An_answer_that_leads_elsewhere_or_does_not_end_is_refused(int status, int length, string reason)
    {
        await using var giver = await FakeUpstream.StartAsync();
        giver.Answer = http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = giver.Url + "/elsewhere";
            return http.Response.WriteAsync(new string(' ', length));
        };
        using var upstreams = new UpstreamFactory(TimeProvider.System, environment: name => name == "AWS_CONTAINER_CREDENTIALS_FULL_URI" ? giver.Url : null);
        var keys = upstreams.Role(new() { Region = "us-gov-west-1", Credentials = "container" }, []);

        await keys.LookNowAsync();

        Assert.Contains(reason, Assert.Throws<CredentialException>(() => keys.Current).Message, StringComparison.Ordinal);
        Assert.Single(giver.Bodies);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.170.2")]
    [InlineData("169.254.170.23")]
    [InlineData("fd00:ec2::254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::169.254.169.254")]
    public void No_upstream_is_where_a_machine_is_given_credentials_whatever_the_agreement_lists(string address)
    {
        var listed = new AddressRule("unknown", [IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fd00::/8"), IPNetwork.Parse("0.0.0.0/0")]);

        Assert.Contains("its own credentials", listed.Fault("models.example.org", IPAddress.Parse(address)), StringComparison.Ordinal);
        Assert.Null(AddressRule.Credentials.Fault("anything", IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("models.example.org", "8.8.8.8")]
    [InlineData("localhost", "8.8.8.8")]
    [InlineData("models.example.org", "127.0.0.1")]
    [InlineData("169.254.169.253", "169.254.169.253")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    public void Credentials_come_from_there_and_from_nowhere_else(string host, string address) =>
        Assert.Contains("not where a machine is given", AddressRule.Credentials.Fault(host, IPAddress.Parse(address)), StringComparison.Ordinal);
}
