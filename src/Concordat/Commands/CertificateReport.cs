using Concordat.Agreements;
using Concordat.Oversight.Certificates;

namespace Concordat.Commands;

/// <summary>A certificate in a line.</summary>
/// <param name="Safeguards">The safeguard pack that its verdicts hold under.</param>
/// <param name="Because">Why it is not cited; null where it stands.</param>
internal sealed record CertificateReport(
    string Id, string UseCase, string Owner, string Suite, string Agreement, string Safeguards, int NoticeDays, DateTimeOffset Issued, int Permits, int Holds, int Refusals, string? Because)
{
    public static CertificateReport Of(Certificate certificate, SuiteDesk desk, Agreement agreement)
    {
        return new CertificateReport(
            certificate.Id, certificate.UseCase, certificate.Owner, certificate.Suite, certificate.Agreement, desk.Book.SafeguardsOf(certificate), certificate.NoticeDays, certificate.Issued,
            Count("permit"), Count("hold"), Count("refuse"), desk.FaultOf(certificate, agreement));

        int Count(string verdict) => certificate.Cases.Count(each => desk.Book.VerdictOf(certificate, each).Equals(verdict, StringComparison.Ordinal));
    }
}
