namespace Concordat.Gateway.Notices;

/// <summary>The secret of a webhook, as Standard Webhooks writes it: <c>whsec_</c> and base64.</summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Least = 24;
    private const int Most = 64;

    /// <returns>Its 24 to 64 bytes; null where it is none.</returns>
    public static byte[]? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > 128)
        {
            return null;
        }

        var bytes = new byte[128];
        return Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length) && length is >= Least and <= Most ? bytes[..length] : null;
    }
}
