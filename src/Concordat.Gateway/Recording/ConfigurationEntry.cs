using System.Globalization;
using System.Text;
using Concordat.Agreements;

namespace Concordat.Gateway.Recording;

/// <summary>The entry that records what was put in force: everything that changes behaviour is in the ledger.</summary>
internal static class ConfigurationEntry
{
    /// <param name="isStart">Whether the gateway has just started: what was on its way before will never have an outcome.</param>
    public static byte[] Write(Agreement agreement, string configurationHash, string safeguards, bool isStart, DateTimeOffset now)
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Name("agreement"u8);
        json.String(agreement.Hash);
        json.Name("configuration"u8);
        json.String(configurationHash);
        json.Name("reason"u8);
        json.Ascii(isStart ? "start"u8 : "reload"u8);
        json.Name("safeguards"u8);
        json.String(safeguards);
        json.Name("time"u8);
        json.Ascii(Encoding.ASCII.GetBytes(now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)));
        json.Name("type"u8);
        json.Ascii("configuration"u8);
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }
}
