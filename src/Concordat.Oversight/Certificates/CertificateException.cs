namespace Concordat.Oversight.Certificates;

/// <summary>Why a certificate, or what was noted about certificates, does not count.</summary>
public sealed class CertificateException(string message, Exception? inner = null) : Exception(message, inner);
