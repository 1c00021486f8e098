using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Mcp;

/// <summary>A tool server could not be reached, hung, or sent what cannot be used.</summary>
/// <param name="error">What the caller is told.</param>
/// <param name="neverSent">Whether it is certain that the server did not get the request.</param>
internal sealed class McpException(GatewayError error, bool neverSent = false) : Exception(error.Message)
{
    public GatewayError Error { get; } = error;

    public bool NeverSent { get; } = neverSent;
}
