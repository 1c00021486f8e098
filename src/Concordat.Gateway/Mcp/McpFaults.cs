using System.Globalization;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Mcp;

/// <summary>The errors that a tool server can cause, in words that name the server but none of its secrets.</summary>
internal static class McpFaults
{
    public static GatewayError Unreachable(string server) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamUnreachable,
        $"the tool server `{server}` cannot be reached, and nothing was run; try again, or ask the platform engineer");

    public static GatewayError Timeout(string server, TimeSpan limit) => GatewayErrors.Upstream(504, ErrorCodes.UpstreamTimeout,
        string.Create(CultureInfo.InvariantCulture,
            $"the tool server `{server}` did not finish within {limit.TotalSeconds} seconds; whether it ran the tool is not known"));

    public static GatewayError Interrupted(string server) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamInterrupted,
        $"the tool server `{server}` broke off its answer; whether it ran the tool is not known");

    public static GatewayError Malformed(string server, string what) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamMalformed,
        $"the tool server `{server}` sent an answer that cannot be inspected ({what}), so it was withheld; it may have run the tool");

    public static GatewayError TooLarge(string server, int limit) => GatewayErrors.Upstream(502, ErrorCodes.AnswerTooLarge,
        string.Create(CultureInfo.InvariantCulture,
            $"the tool server `{server}` sent more than the {limit} bytes that can be held for inspection, so it was withheld; it may have run the tool"));

    public static GatewayError Credentials(string server) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamCredentials,
        $"the tool server `{server}` did not accept the gateway's own credentials; ask the platform engineer");

    public static GatewayError Redirects(string server) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamError,
        $"the tool server `{server}` redirects elsewhere, which is not followed; ask the platform engineer to correct its URL");

    public static GatewayError Failed(string server, int status) => GatewayErrors.Upstream(502, ErrorCodes.UpstreamError,
        string.Create(CultureInfo.InvariantCulture, $"the tool server `{server}` failed with status {status}; whether it ran the tool is not known"));
}
