using System.Globalization;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Proving;
using Concordat.Agreements.Showing;

namespace Concordat.Agreements.Documents;

/// <summary>Whether an agreement may be signed: its red lines are proven, or the signers say in it why they sign without.</summary>
internal static class SigningProof
{
    private const int MaxReason = 500;

    /// <summary>Says so, and among the findings why not.</summary>
    public static bool Allows(AgreementSource source, DiagnosticList found)
    {
        if (source.Unproven is { } reason)
        {
            if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason || reason.Any(char.IsControl))
            {
                found.Error(
                    AgreementCodes.NotProven,
                    string.Create(CultureInfo.InvariantCulture, $"the reason for signing unproven is one line of 1 to {MaxReason} characters"));
                return false;
            }

            return true;
        }

        // The shipped agreement is proven by the tests of this program, and need not be proven again at each start. Which clouds count, no clause reads: a demo names its own.
        if (AgreementPayload.Build(WithShippedClouds(source)).AsSpan().SequenceEqual(ShippedPayload))
        {
            return true;
        }

        var report = AgreementProver.Prove(source);
        if (report.IsProven)
        {
            return true;
        }

        var place = source.Place(AgreementSource.ClausesFile);
        foreach (var line in report.Open)
        {
            found.Error(
                AgreementCodes.RedLineOpen,
                line.Problem?.Message ?? $"red line `{line.Clause.Id}` ({line.Clause.Title}) does not hold for all facts",
                place, line.Clause.Line, 1, line.Clause.Id.ToString());
        }

        foreach (var finding in report.Findings.Where(finding => finding.IsError))
        {
            found.Add(finding);
        }

        found.Error(
            AgreementCodes.NotProven,
            $"{ProofText.Summary(report)}; `concordat agreement prove` says why. To sign all the same, give a reason with --unproven: the signed text will state it");
        return false;
    }

    /// <summary>The reason in a payload that somebody else signed; none when it has none, or is no agreement.</summary>
    public static string? ReasonIn(ReadOnlySpan<byte> payload) => AgreementPayload.Read(payload, new DiagnosticList())?.Unproven;

    private static AgreementSource WithShippedClouds(AgreementSource source) => source with
    {
        Metadata = source.Metadata with { Terms = source.Metadata.Terms with { Clouds = BaseAgreement.Source.Metadata.Terms.Clouds } },
    };

    private static byte[] ShippedPayload { get; } = AgreementPayload.Build(BaseAgreement.Source);
}
