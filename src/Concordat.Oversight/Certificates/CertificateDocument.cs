using Concordat.Signing;

namespace Concordat.Oversight.Certificates;

/// <summary>A certificate, or what was noted about certificates: exactly one of the two is there.</summary>
/// <param name="Hash">SHA-256 of the payload, lower hex.</param>
public sealed record CertificateDocument(Certificate? Certificate, SuiteChange? Change, DsseEnvelope Envelope, string Hash)
{
    public string Id => Certificate?.Id ?? Change!.Id;
}
