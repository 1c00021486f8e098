using Concordat.Gateway.Admission;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Oversight.Certificates;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Certifying;

/// <summary><c>GET /v1/preflight/certificates/{id}</c>: the certificate of the key's use case, <c>current</c> for whichever it is, and whether it stands.</summary>
internal static class CertificateEndpoint
{
    public static Task HandleAsync(HttpContext http, ConcordatGateway gateway) => DeskHttp.AnswerAsync(http, gateway, model =>
    {
        if (CallerKey.Fault(http, gateway.Keys, out var key) is { } nobody)
        {
            return new((nobody, null));
        }

        // Somebody else's certificate and none at all look the same.
        var id = http.Request.RouteValues["id"] as string ?? "";
        if (gateway.Certificates.Book.Of(key!.UseCase) is not { } certificate || !(id is "current" || certificate.Id.Equals(id, StringComparison.Ordinal)))
        {
            return new((GatewayErrors.CertificateNotFound, null));
        }

        var fault = CertificatesInForce.Fault(gateway.Certificates.Book, certificate, model, gateway.Safeguards);
        var document = gateway.Certificates.Book.Find(certificate.Id)!;
        return new((null, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", certificate.Id);
            json.WriteBoolean("stands", fault is null);
            json.WriteString("because", fault);
            json.WritePropertyName("certificate");
            json.WriteRawValue(CertificateSeal.Open(document.Envelope).ToJson());
            json.WriteEndObject();
        }
        ));
    });
}
