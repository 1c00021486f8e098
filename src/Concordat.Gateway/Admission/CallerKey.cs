using Concordat.Gateway.Errors;
using Concordat.Oversight.Keys;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Admission;

/// <summary>Whose API key a request presents.</summary>
internal static class CallerKey
{
    /// <summary>Verifies the key.</summary>
    /// <param name="http">Its headers present the key.</param>
    /// <param name="keys">The keys that are valid now.</param>
    /// <param name="key">The key; null where there is a fault.</param>
    /// <returns>Why the request is nobody's; null where the key is valid.</returns>
    public static GatewayError? Fault(HttpContext http, KeyVerifier keys, out ApiKeyRecord? key)
    {
        key = null;
        var presented = PresentedKey.Read(http.Request.Headers);
        return presented.IsEmpty ? GatewayErrors.MissingKey : keys.Verify(presented, out key) switch
        {
            KeyOutcome.Valid => null,
            KeyOutcome.Unavailable => GatewayErrors.StoreUnavailable,
            _ => GatewayErrors.InvalidKey,
        };
    }
}
