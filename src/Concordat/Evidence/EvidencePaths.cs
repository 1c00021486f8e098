using System.Globalization;

namespace Concordat.Evidence;

/// <summary>The files of an evidence package, below its folder.</summary>
internal static class EvidencePaths
{
    public const string Manifest = "manifest.json";
    public const string Report = "report.html";
    public const string Pdf = "report.pdf";
    public const string Oscal = "oscal-assessment-results.json";
    public const string LogKey = "log-key.txt";

    public static string Entry(long index) => string.Create(CultureInfo.InvariantCulture, $"entries/{index}.json");

    public static string Proof(long index) => string.Create(CultureInfo.InvariantCulture, $"proofs/{index}.tlog-proof");

    /// <summary>A body that was kept, as <c>ledger reveal</c> shows it.</summary>
    public static string Content(long index) => string.Create(CultureInfo.InvariantCulture, $"content/{index}.json");

    public static string Agreement(string hash) => $"agreements/{hash}.dsse.json";

    /// <summary>A public key of a party, by its id.</summary>
    public static string PartyKey(string id) => $"parties/{id}.pub.pem";
}
