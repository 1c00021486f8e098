namespace Concordat.Gateway.Tests.Endpoints;

/// <summary>A route, and what is sent there.</summary>
/// <param name="Route">As the OpenAPI document has it.</param>
/// <param name="Body">JSON; null for none.</param>
/// <param name="Query">With its question mark.</param>
internal sealed record KeyMatrixRow(string Route, string? Body = null, string Query = "", Action<HttpRequestMessage>? Change = null)
{
    public string Method => Route[..Route.IndexOf(' ', StringComparison.Ordinal)];

    public string Address(KeyWorld world) => Route[(Route.IndexOf(' ', StringComparison.Ordinal) + 1)..]
        .Replace("/keys/{id}", $"/keys/{world.KeyId}", StringComparison.Ordinal).Replace("/certificates/{id}", $"/certificates/{world.Certificate}", StringComparison.Ordinal)
        .Replace("/rulings/{id}", "/rulings/radar-images", StringComparison.Ordinal).Replace("/orders/{id}", "/orders/ours", StringComparison.Ordinal)
        .Replace("{id}", world.Case, StringComparison.Ordinal).Replace("{entry}", world.Entry, StringComparison.Ordinal).Replace("{path}", "checkpoint", StringComparison.Ordinal) + Query;
}
