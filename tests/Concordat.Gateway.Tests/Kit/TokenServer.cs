using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>A token endpoint beside a fake upstream, and the service account that it knows.</summary>
internal static class TokenServer
{
    public static RSA Key { get; } = RSA.Create(2048);

    /// <summary>Writes the JSON key of a service account, as Google gives it out.</summary>
    public static string WriteServiceAccount(string directory, string tokenUrl)
    {
        var path = Path.Combine(directory, "service-account.json");
        File.WriteAllText(path, new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = "p-1",
            ["private_key_id"] = "key-1",
            ["private_key"] = Key.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = "gateway@p-1.iam.example",
            ["token_uri"] = tokenUrl,
        }.ToJsonString());
        return path;
    }

    /// <summary>Answers what is asked of the token endpoint with a token; false when something else is asked.</summary>
    public static async ValueTask<bool> TryAnswerAsync(HttpContext http)
    {
        if (http.Request.Path != "/token")
        {
            return false;
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync("""{"access_token":"ya29.token","expires_in":3599,"token_type":"Bearer"}""");
        return true;
    }
}
