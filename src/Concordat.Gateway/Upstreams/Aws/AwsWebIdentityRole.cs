namespace Concordat.Gateway.Upstreams.Aws;

/// <summary>
/// A role that a workload takes with the token of its own identity (AWS Security Token Service, AssumeRoleWithWebIdentity); the token's file is read anew each
/// time.
/// </summary>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class AwsWebIdentityRole(Uri service, HttpMessageInvoker http, Func<string, string?> environment, TimeProvider time) : IAwsRole
{
    public const string FileVariable = "AWS_WEB_IDENTITY_TOKEN_FILE";

    public const string RoleVariable = "AWS_ROLE_ARN";

    public string Giver => "the web identity's role";

    public async Task<AwsKeys> AskAsync(CancellationToken cancellation)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Action"] = "AssumeRoleWithWebIdentity",
            ["Version"] = "2011-06-15",
            ["RoleArn"] = Needed(RoleVariable),
            ["RoleSessionName"] = environment("AWS_ROLE_SESSION_NAME") is { Length: > 0 } name ? name : "concordat",
            ["WebIdentityToken"] = SecretFile.Read(Needed(FileVariable), "the file of the web identity's token"),
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, service) { Content = content };
        return AwsAnswers.Xml(await SmallAnswer.AskAsync(http, request, "the security token service", time, cancellation).ConfigureAwait(false), time.GetUtcNow());
    }

    private string Needed(string variable) =>
        environment(variable) is { Length: > 0 } value ? value : throw new CredentialException($"the environment variable `{variable}` is not set");
}
