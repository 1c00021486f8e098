using System.Collections.Frozen;
using System.Security.Cryptography;
using Concordat.Gateway.Model;
using Concordat.Gateway.Rulings;
using Concordat.Oversight.Certificates;

namespace Concordat.Gateway.Certifying;

/// <summary>Which certificate each use case may be told of under one model; replaced whole. Thread-safe.</summary>
internal sealed class CertificatesInForce
{
    private readonly GatewayModel? _model;
    private readonly FrozenDictionary<string, Certificate> _byUseCase;

    private CertificatesInForce() => _byUseCase = FrozenDictionary<string, Certificate>.Empty;

    public CertificatesInForce(CertificateBook book, GatewayModel model, string safeguards)
    {
        _model = model;
        _byUseCase = book.Standing.Where(certificate => Fault(book, certificate, model, safeguards) is null)
            .ToFrozenDictionary(static certificate => certificate.UseCase, StringComparer.Ordinal);
    }

    public static CertificatesInForce None { get; } = new();

    /// <summary>Id of the certificate that stands for a use case of that model now, or none.</summary>
    /// <param name="useCase">As it is at its stage: a certificate of another stage says nothing of this one.</param>
    public string? Cited(GatewayModel model, UseCaseModel useCase, RulingsInForce rulings)
    {
        if (!ReferenceEquals(model, _model) || !_byUseCase.TryGetValue(useCase.Id, out var certificate)
            || (useCase.IsDecided && !StageOf(certificate).Equals(useCase.Facts.Readiness, StringComparison.Ordinal)))
        {
            return null;
        }

        foreach (var each in certificate.Cases)
        {
            foreach (var ruling in each.Rulings)
            {
                if (!rulings.Ids.Contains(ruling, StringComparer.Ordinal))
                {
                    return null;
                }
            }
        }

        return certificate.Id;
    }

    /// <summary>Why a certificate says nothing of what is in force; null where it does.</summary>
    public static string? Fault(CertificateBook book, Certificate certificate, GatewayModel model, string safeguards) =>
        !model.UseCases.TryGetValue(certificate.UseCase, out var useCase) ? "its use case is not registered"
        : !certificate.Agreement.Equals(model.Agreement.Hash, StringComparison.Ordinal) ? "the agreement was amended"
        : book.FoundOf(certificate, safeguards) is null ? "the safeguard pack was changed"
        : !certificate.Registration.Equals(RegistrationOf(useCase), StringComparison.Ordinal) ? "the use case is registered otherwise"
        : null;

    /// <summary>The readiness that a suite was decided with.</summary>
    public static string StageOf(Certificate certificate) => certificate.Cases[0].Facts.GetProperty("useCase").GetProperty("readiness").GetString() ?? "";

    /// <summary>SHA-256 of the facts that a use case is registered with, lower hex.</summary>
    public static string RegistrationOf(UseCaseModel useCase) => Convert.ToHexStringLower(SHA256.HashData(useCase.Json));
}
