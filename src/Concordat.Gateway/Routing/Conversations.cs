using System.Buffers;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;

namespace Concordat.Gateway.Routing;

/// <summary>Reads which conversation a request belongs to, so that it stays with one deployment.</summary>
internal static class Conversations
{
    /// <summary>Names the conversation; the answer says whether its deployment kept it.</summary>
    public const string Header = "Concordat-Conversation";

    private const int Longest = 128;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:");

    /// <summary>The header, else the conversation that the vendor keeps (responses), else what the model's configuration names.</summary>
    public static GatewayError? Read(Exchange exchange)
    {
        var values = exchange.Http.Request.Headers[Header];
        if (values.Count > 0)
        {
            if (values is not [{ Length: > 0 and <= Longest } named] || named.AsSpan().ContainsAnyExcept(Plain))
            {
                return GatewayErrors.InvalidHeader(Header, "send one id of 1 to 128 letters, digits, `-`, `_`, `.` or `:`");
            }

            exchange.Conversation = Of(exchange, RouteHash.Of(named));
            return null;
        }

        var request = exchange.Request;
        exchange.Conversation = request.Conversation is { } kept ? Of(exchange, kept) : null;
        foreach (var member in exchange.Route.StickyBy)
        {
            exchange.Conversation ??= (member == "user" ? request.User : request.CacheKey) is { } hash ? Of(exchange, hash) : null;
        }

        return null;
    }

    /// <summary>Two use cases never share a conversation.</summary>
    private static ulong Of(Exchange exchange, ulong conversation) => RouteHash.Mix(exchange.UseCase.Hash ^ conversation);
}
