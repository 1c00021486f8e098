using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// A Microsoft Entra application (Microsoft identity platform, client credentials flow): by its secret, or by the token that a workload
/// identity keeps fresh in a file, which is read anew each time.
/// </summary>
internal sealed class EntraCredentials(EntraConfig config, string? secret, HttpMessageInvoker http, TimeProvider time) : TokenCredentials(http, time)
{
    private readonly Uri _endpoint = new($"{config.Authority.TrimEnd('/')}/{Uri.EscapeDataString(config.Tenant)}/oauth2/v2.0/token");

    protected override (Uri Endpoint, Dictionary<string, string> Form) Ask(DateTimeOffset now)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = config.ClientId,
            ["scope"] = config.Scope,
        };
        if (secret is not null)
        {
            form["client_secret"] = secret;
        }
        else
        {
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            form["client_assertion"] = SecretFile.Read(config.TokenFile!, "the file of the workload identity's token");
        }

        return (_endpoint, form);
    }
}
