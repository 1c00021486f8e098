namespace Concordat.Gateway.Upstreams.Aws;

/// <summary>
/// The role of a container (Amazon ECS task roles, EKS Pod Identity): one request to the address that the environment names, with the token that the
/// environment or a file has, which is read anew each time.
/// </summary>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class AwsContainerRole(HttpMessageInvoker http, Func<string, string?> environment, TimeProvider time) : IAwsRole
{
    public const string RelativeVariable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";

    public const string FullVariable = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    private const string Host = "http://169.254.170.2";

    public string Giver => "the container's role";

    public async Task<AwsKeys> AskAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address());
        if (Token() is { } token)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        return AwsAnswers.Json(await SmallAnswer.AskAsync(http, request, "it", time, cancellation).ConfigureAwait(false), time.GetUtcNow());
    }

    private Uri Address()
    {
        var text = environment(RelativeVariable) is { Length: > 0 } path ? Host + path : environment(FullVariable);
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Authority.Length > 0 && address.UserInfo.Length == 0
            && (environment(RelativeVariable) is not { Length: > 0 } || address.Host == "169.254.170.2")
            ? MetadataAddresses.Checked(address)
            : throw new CredentialException($"`{FullVariable}` or `{RelativeVariable}` names no address");
    }

    private string? Token()
    {
        var token = environment("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { Length: > 0 } file
            ? SecretFile.Read(file, "the file of the container's token")
            : environment("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        return string.IsNullOrEmpty(token) ? null
            : token.AsSpan().ContainsAnyExceptInRange(' ', '~') ? throw new CredentialException("the container's token has signs in it that no header has")
            : token;
    }
}
