using System.Text.Json;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Certifying;

/// <summary>A certificate as its owner is answered.</summary>
internal static class CertificateAnswer
{
    /// <param name="changed">Cases of the certificate before that come out otherwise now: name, then, now.</param>
    public static void Write(Utf8JsonWriter json, CertificateDocument document, long entry, IReadOnlyList<(string Case, string Was, string Now)> changed)
    {
        var certificate = document.Certificate!;
        json.WriteStartObject();
        json.WriteString("id", certificate.Id);
        json.WriteString("use_case", certificate.UseCase);
        json.WriteString("suite", certificate.Suite);
        json.WriteString("agreement", certificate.Agreement[..12]);
        json.WriteNumber("entry", entry);
        json.WriteStartObject("verdicts");
        foreach (var group in certificate.Cases.GroupBy(static each => each.Verdict, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(group.Key, group.Count());
        }

        json.WriteEndObject();
        json.WriteStartArray("changed");
        foreach (var (name, was, now) in changed)
        {
            json.WriteStartObject();
            json.WriteString("case", name);
            json.WriteString("was", was);
            json.WriteString("now", now);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("certificate");
        json.WriteRawValue(CertificateSeal.Open(document.Envelope).ToJson());
        json.WriteEndObject();
    }

    /// <summary>What comes out otherwise than it was certified before.</summary>
    public static IReadOnlyList<(string Case, string Was, string Now)> Changed(CertificateBook book, Certificate former, Certificate next)
    {
        var held = former.Cases.ToDictionary(static each => each.Name, each => book.VerdictOf(former, each), StringComparer.Ordinal);
        return [.. next.Cases.Where(each => held.TryGetValue(each.Name, out var was) && !was.Equals(each.Verdict, StringComparison.Ordinal))
            .Select(each => (each.Name, held[each.Name], each.Verdict))];
    }
}
