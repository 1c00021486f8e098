using System.Globalization;
using System.Text.Json;

namespace Concordat.Gateway.Provenance;

/// <summary>What a data platform signed about a text or a data set that it handed out.</summary>
/// <param name="Source">Id of the registered source.</param>
/// <param name="Holder">Id of the use case that it was handed to.</param>
/// <param name="Issued">From when it holds.</param>
/// <param name="Expires">From when it no longer holds.</param>
/// <param name="Text">Lower-case hex SHA-256 of the text, as UTF-8; null where it names a data set.</param>
/// <param name="Dataset">Id of the data set; null where it names a text.</param>
internal sealed record ProvenanceToken(string Source, string Holder, DateTimeOffset Issued, DateTimeOffset Expires, string? Text, string? Dataset)
{
    /// <summary>The DSSE payload type.</summary>
    public const string PayloadType = "application/vnd.concordat.provenance+json";

    /// <summary>Longest time that a token may hold.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(31);

    /// <summary>How far the clocks of platform and gateway may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private const int LongestName = 128;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>Reads a payload whose signature was checked; null where it is not of the form.</summary>
    public static ProvenanceToken? Read(byte[] payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload, Strict);
            return Read(json.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static ProvenanceToken? Read(JsonElement json)
    {
        string? source = null, holder = null, text = null, dataset = null;
        DateTimeOffset? issued = null, expires = null;
        var version = 0;
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case "v": version = member.Value.GetInt32(); break;
                case "source": source = Name(member.Value); break;
                case "holder": holder = Name(member.Value); break;
                case "issued": issued = Time(member.Value); break;
                case "expires": expires = Time(member.Value); break;
                case "text": text = Name(member.Value); break;
                case "dataset": dataset = Name(member.Value); break;
                default: return null;
            }
        }

        var isOfForm = version == 1 && source is not null && holder is not null && issued is not null && expires is not null
            && (text is null) != (dataset is null) && (text is null || (text.Length == 64 && text.All(char.IsAsciiHexDigitLower)));
        return isOfForm ? new ProvenanceToken(source!, holder!, issued!.Value, expires!.Value, text, dataset) : null;
    }

    private static string Name(JsonElement value) =>
        value.GetString() is { Length: > 0 and <= LongestName } name ? name : throw new FormatException();

    private static DateTimeOffset Time(JsonElement value) => DateTimeOffset.ParseExact(
        value.GetString() ?? "", ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'"], CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
