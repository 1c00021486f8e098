using System.Text.Json;
using Concordat.Oversight.Certificates;
using Concordat.Signing;

namespace Concordat.Equivalence;

/// <summary>Whether a candidate does what the model in use does, case by case. Payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Format">Always <see cref="DocumentFormat"/>.</param>
/// <param name="From">The model in use, by the name that applications ask for.</param>
/// <param name="To">The candidate.</param>
/// <param name="Agreement">First 12 digits of the agreement that decided.</param>
/// <param name="Suite">SHA-256 over the files of cases, in the order in which they were given.</param>
/// <param name="Made">When, whole seconds.</param>
/// <param name="Equivalent">Whether no case differs.</param>
/// <param name="Cases">The cases, in order.</param>
internal sealed record EquivalenceReport(
    string Format, string From, string To, string Agreement, string Suite, DateTimeOffset Made, bool Equivalent, IReadOnlyList<ComparedCase> Cases)
{
    public const string DocumentFormat = "concordat-equivalence/1";

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.equivalence+json";

    /// <summary>The canonical bytes that are signed.</summary>
    public byte[] Payload() => CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(this, EquivalenceJson.Default.EquivalenceReport));

    /// <summary>Reads a signed report.</summary>
    /// <exception cref="CertificateException">It is no report, or not signed by that key.</exception>
    public static EquivalenceReport Read(ReadOnlySpan<byte> json, VerifyingKey signer)
    {
        try
        {
            var envelope = DsseEnvelope.Parse(json);
            if (envelope.PayloadType != PayloadType)
            {
                throw new CertificateException($"the envelope holds `{envelope.PayloadType}`, not a report of equivalence (`{PayloadType}`)");
            }

            if (!envelope.IsSignedBy(signer))
            {
                throw new CertificateException("the report has no valid signature of that key");
            }

            var report = JsonSerializer.Deserialize(envelope.Payload, EquivalenceJson.Default.EquivalenceReport);
            return report?.Format is DocumentFormat
                ? report
                : throw new CertificateException($"the report is of the form `{report?.Format}`; this version reads `{DocumentFormat}`");
        }
        catch (Exception fault) when (fault is SigningFormatException or JsonException)
        {
            throw new CertificateException($"the report cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>The report in words, a line each.</summary>
    public IEnumerable<string> Lines()
    {
        var different = Cases.Where(static each => each.Differences.Count > 0).ToList();
        yield return $"`{To}` in place of `{From}`: {(Equivalent ? "equivalent" : "not equivalent")}: {Cases.Count} cases, {different.Count} differ";
        foreach (var each in different)
        {
            yield return $"  `{each.Name}`: {string.Join("; ", each.Differences.Select(what => Words(each, what)))}";
        }

        if (Cases.Count(static each => each.To.AsExpected == true && each.From.AsExpected == false) is > 0 and var better)
        {
            yield return $"  {better} answers are as expected that were not";
        }
    }

    private static string Words(ComparedCase each, string what) => what switch
    {
        "verdict" => $"{Verdict(each.From)}, then {Verdict(each.To)}",
        "finish" => $"ends with `{each.From.Finish}`, then with `{each.To.Finish}`",
        "calls" => $"calls {Calls(each.From)}, then {Calls(each.To)}",
        _ => "the answer is not as expected",
    };

    private static string Verdict(Observation seen) => seen.Clauses.Count == 0 ? seen.Verdict : $"{seen.Verdict} by {string.Join(", ", seen.Clauses)}";

    private static string Calls(Observation seen) => seen.Calls.Count == 0 ? "nothing" : string.Join(", ", seen.Calls.Select(static call => $"{call.Tool}({call.Arguments[..8]})"));
}
