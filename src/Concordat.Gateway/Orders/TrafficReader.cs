using System.Globalization;
using System.Text.Json;

namespace Concordat.Gateway.Orders;

/// <summary>Reads when an entry was made, and of a decision whose it was and where it went; facts are skipped unread.</summary>
internal static class TrafficReader
{
    /// <summary>By how much an entry may be older than those before it in the ledger: it waited for its place.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <returns>The time; null for what has none. Entries of the library's own users need not be JSON.</returns>
    /// <param name="useCase">Null for what is no decision.</param>
    public static DateTimeOffset? Read(ReadOnlySpan<byte> entry, out string? useCase, out string? deployment)
    {
        (useCase, deployment) = (null, null);
        DateTimeOffset? time = null;
        var isDecision = false;
        try
        {
            var json = new Utf8JsonReader(entry);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("type"u8))
                {
                    json.Read();
                    isDecision = json.TokenType == JsonTokenType.String && (json.ValueTextEquals("decision"u8) || json.ValueTextEquals("shadow"u8));
                }
                else if (json.ValueTextEquals("time"u8))
                {
                    json.Read();
                    time = DateTimeOffset.TryParse(Text(ref json), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
                }
                else if (json.ValueTextEquals("use_case"u8))
                {
                    json.Read();
                    useCase = Text(ref json);
                }
                else if (json.ValueTextEquals("deployment"u8))
                {
                    json.Read();
                    deployment = Text(ref json);
                }
                else
                {
                    json.Skip();
                }
            }
        }
        catch (JsonException)
        {
            (useCase, deployment) = (null, null);
            return null;
        }

        if (!isDecision)
        {
            (useCase, deployment) = (null, null);
        }

        return time;
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            return json.GetString();
        }

        json.Skip();
        return null;
    }
}
