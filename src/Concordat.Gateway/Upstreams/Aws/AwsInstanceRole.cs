using System.Text;

namespace Concordat.Gateway.Upstreams.Aws;

/// <summary>
/// The role of an EC2 instance (Instance Metadata Service, version 2): a session's token first, then the name of the role, then its keys. Version 1, which
/// needs no token, is never asked.
/// </summary>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class AwsInstanceRole(HttpMessageInvoker http, Func<string, string?> environment, TimeProvider time) : IAwsRole
{
    /// <summary>Where the service stands, when not at its usual address.</summary>
    public const string EndpointVariable = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

    private const string Usual = "http://169.254.169.254";
    private const string Roles = "/latest/meta-data/iam/security-credentials/";

    public string Giver => "the instance's role";

    public async Task<AwsKeys> AskAsync(CancellationToken cancellation)
    {
        // 1 a session
        using var open = new HttpRequestMessage(HttpMethod.Put, At("/latest/api/token"));
        open.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token-ttl-seconds", "300");
        var token = Word(await SmallAnswer.AskAsync(http, open, "the metadata service", time, cancellation).ConfigureAwait(false), '!', "no token");

        // 2 the role
        var role = Word(await GetAsync(Roles, token, cancellation).ConfigureAwait(false), '+', "no name of a role; give the instance a profile with one");

        // 3 its keys
        return AwsAnswers.Json(await GetAsync(Roles + Uri.EscapeDataString(role), token, cancellation).ConfigureAwait(false), time.GetUtcNow());
    }

    private async Task<byte[]> GetAsync(string path, string token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, At(path));
        request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token", token);
        return await SmallAnswer.AskAsync(http, request, "the metadata service", time, cancellation).ConfigureAwait(false);
    }

    private Uri At(string path) => Uri.TryCreate((environment(EndpointVariable) is { Length: > 0 } named ? named.TrimEnd('/') : Usual) + path, UriKind.Absolute, out var address)
        ? MetadataAddresses.Checked(address)
        : throw new CredentialException($"`{EndpointVariable}` names no address");

    /// <summary>The first line of an answer, all of whose signs are printed ones from a first one on.</summary>
    private static string Word(byte[] answer, char first, string missing)
    {
        var line = Encoding.Latin1.GetString(answer).Split('\n')[0].Trim();
        return line.Length is > 0 and <= 1024 && !line.AsSpan().ContainsAnyExceptInRange(first, '~')
            ? line
            : throw new CredentialException($"the metadata service sent {missing}");
    }
}
