using Concordat.Gateway.Recording;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Certifying;

/// <summary>The entries that record a certificate, and what a change does to certified suites, before either counts.</summary>
internal static class SuitesEntry
{
    /// <summary>Most flips that one entry lists; those beyond are in its count and in the document that it names.</summary>
    public const int MostFlips = 64;

    /// <param name="key">Id of the API key that submitted the suite.</param>
    public static byte[] Certified(CertificateDocument document, string key, DateTimeOffset now)
    {
        var certificate = document.Certificate!;
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Member("agreement"u8, certificate.Agreement);
        json.Member("key"u8, key);
        json.Member("safeguards"u8, certificate.Safeguards);
        json.Name("suites"u8);
        json.BeginObject();
        json.Member("act"u8, "certified");
        json.Member("certificate"u8, certificate.Id);
        json.Member("document"u8, document.Hash);
        json.Member("registration"u8, certificate.Registration);
        json.Name("replayed"u8);
        json.Long(certificate.Cases.Count);
        json.Member("suite"u8, certificate.Suite);
        json.Name("verdicts"u8);
        json.BeginObject();
        foreach (var verdict in new[] { "hold", "permit", "refuse" })
        {
            json.Name(System.Text.Encoding.ASCII.GetBytes(verdict));
            json.Long(certificate.Cases.Count(each => each.Verdict.Equals(verdict, StringComparison.Ordinal)));
        }

        json.EndObject();
        json.EndObject();
        Tail(json, now, certificate.UseCase);
        return json.Written.ToArray();
    }

    public static byte[] Changed(CertificateDocument document, DateTimeOffset now)
    {
        var change = document.Change!;
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Member("agreement"u8, change.Agreement);
        if (change.Found is not null || (change.Act is SuiteChange.Announced && change.Safeguards.Length > 0))
        {
            json.Member("safeguards"u8, change.Safeguards);
        }

        json.Name("suites"u8);
        json.BeginObject();
        json.Member("act"u8, change.Act);
        json.Name("count"u8);
        json.Long(change.Flips.Count);
        json.Member("document"u8, document.Hash);
        json.Name("flips"u8);
        json.BeginArray();
        foreach (var flip in change.Flips.Take(MostFlips))
        {
            Flip(json, flip);
        }

        json.EndArray();
        json.Member("id"u8, change.Id);
        Strings(json, "lapsed"u8, change.Lapsed.Take(MostFlips));
        json.Name("replayed"u8);
        json.Long(change.Replayed);
        if (change.Subject.Length > 0)
        {
            json.Member("subject"u8, change.Subject);
        }

        if (change.Urgent.Length > 0)
        {
            json.Member("urgent"u8, change.Urgent);
        }

        json.EndObject();
        Tail(json, now, useCase: null);
        return json.Written.ToArray();
    }

    private static void Flip(CanonicalWriter json, SuiteFlip flip)
    {
        json.BeginObject();
        json.Member("case"u8, flip.Case);
        json.Member("certificate"u8, flip.Certificate);
        Strings(json, "clauses"u8, flip.Clauses.Take(MostFlips));
        json.Member("from"u8, flip.From);
        json.Name("redline"u8);
        json.Bool(flip.IsRedLine);
        json.Member("to"u8, flip.To);
        json.Member("use_case"u8, flip.UseCase);
        json.EndObject();
    }

    private static void Strings(CanonicalWriter json, ReadOnlySpan<byte> name, IEnumerable<string> values)
    {
        json.Name(name);
        json.BeginArray();
        foreach (var value in values)
        {
            json.String(value);
        }

        json.EndArray();
    }

    private static void Tail(CanonicalWriter json, DateTimeOffset now, string? useCase)
    {
        json.Name("time"u8);
        json.Time(now);
        json.Member("type"u8, "suites");
        if (useCase is not null)
        {
            json.Member("use_case"u8, useCase);
        }

        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
    }
}
