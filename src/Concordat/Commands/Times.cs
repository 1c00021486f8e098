using System.Globalization;

namespace Concordat.Commands;

/// <summary>Times as commands show them: UTC, to the second.</summary>
internal static class Times
{
    public static string Short(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
}
