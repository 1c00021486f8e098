using System.Globalization;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Upstreams;

/// <summary>The errors that an upstream can cause, in words that name the deployment but none of its secrets.</summary>
internal static class UpstreamErrors
{
    public static GatewayError Unreachable(string deployment) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamUnreachable,
        $"the deployment `{deployment}` cannot be reached; try again, or ask the platform engineer");

    public static GatewayError NoDeployment(string model) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamUnreachable,
        $"no deployment of the model `{model}` takes requests of this route now; ask the platform engineer");

    public static GatewayError Address(string deployment) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamAddress,
        $"the host of the deployment `{deployment}` has an address that is private or not of its cloud, so nothing was sent; ask the platform engineer");

    public static GatewayError TlsKey(string deployment) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamKey,
        $"the deployment `{deployment}` answered with another TLS key than its evidence names, so nothing was sent; ask the platform engineer");

    public static GatewayError Timeout(string deployment) => GatewayErrors.Upstream(504, ErrorCodes.UpstreamTimeout,
        $"the deployment `{deployment}` did not answer in time; try again, or raise its timeout");

    public static GatewayError Interrupted(string deployment) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamInterrupted,
        $"the deployment `{deployment}` broke off its answer; nothing after this point was received");

    public static GatewayError Malformed(string deployment, string what) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamMalformed,
        $"the deployment `{deployment}` sent an answer that cannot be inspected ({what}), so it was withheld");

    public static GatewayError TooManyCalls(string deployment, int most) =>
        Malformed(deployment, string.Create(CultureInfo.InvariantCulture, $"it has more than {most} tool calls"));

    public static GatewayError TooLarge(string deployment, int limit) => GatewayErrors.Upstream(502, ErrorCodes.AnswerTooLarge,
        string.Create(CultureInfo.InvariantCulture,
            $"the deployment `{deployment}` sent more than the {limit} bytes that can be held for inspection, so it was withheld"));

    public static GatewayError Credentials(string deployment) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamCredentials,
        $"the deployment `{deployment}` did not accept the gateway's own credentials; ask the platform engineer");

    public static GatewayError NoCredentials(string deployment, string why) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamCredentials,
        $"the gateway has no credentials for the deployment `{deployment}` now ({why}); try again, or ask the platform engineer");

    public static GatewayError Redirected(string deployment) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamError,
        $"the deployment `{deployment}` redirects, and no redirect is followed; ask the platform engineer for its new address");

    public static GatewayError Failed(string deployment, int status) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamError,
        string.Create(CultureInfo.InvariantCulture, $"the deployment `{deployment}` failed with status {status}; try again"));

    public static GatewayError RateLimited(string deployment, int? retryAfter) => new(429, "rate_limit_error",
        ErrorCodes.UpstreamRateLimited, $"the deployment `{deployment}` takes no more requests now; try again later")
    {
        RetryAfter = retryAfter ?? 1,
    };
}
