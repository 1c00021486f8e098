using System.Text.Json;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Preflight;
using Concordat.Gateway.Recording;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Readiness;
using Concordat.Safeguards;
using Microsoft.Extensions.Primitives;

namespace Concordat.Gateway.Certifying;

/// <summary>Decides the requests of a suite one by one, each as a preflight of its own would be.</summary>
internal sealed class SuiteVerdicts(DecideStage decide)
{
    /// <param name="kept">Takes the requests, for who keeps them.</param>
    public async ValueTask<(IReadOnlyList<CertifiedCase> Cases, GatewayError? Error)> DecideAsync(
        Exchange outer, Suite suite, RequestInspection inspection, List<KeptCase> kept, CancellationToken cancellation)
    {
        var headers = outer.Http.Request.Headers;
        var (sources, label) = (headers[RequestHeaders.Sources], headers[RequestHeaders.Label]);
        var cases = new List<CertifiedCase>(suite.Cases.Count);
        foreach (var each in suite.Cases)
        {
            cancellation.ThrowIfCancellationRequested();
            inspection.Reset();
            headers[RequestHeaders.Sources] = each.Sources ?? sources;
            headers[RequestHeaders.Label] = each.Label ?? label;
            var exchange = new Exchange(outer.Http, GatewayEndpoints.DialectOf(each.Operation)!, outer.Model, outer.Key, outer.Id, outer.Began)
            {
                UseCase = outer.UseCase,
                Registered = outer.Registered,
                Readiness = outer.Readiness,
                Orders = outer.Orders,
                Rulings = outer.Rulings,
                IsOfSuite = true,
                Body = each.Request,
            };
            outer.Salt.CopyTo(exchange.Salt, 0);
            if (InspectStage.Inspect(exchange, inspection) is { } fault)
            {
                return ([], GatewayErrors.InSuite(each.Name, fault));
            }

            if (exchange.UseCase is { IsDecided: true, Facts.Readiness: ReadinessStages.NotReady })
            {
                // What will be asked of it first: where nothing is let out, there is nothing to certify.
                exchange.UseCase = exchange.Registered.At(ReadinessStages.Shadow);
            }

            kept.Add(new KeptCase(
                each.Name, each.Operation, each.Request, Header(headers[RequestHeaders.Label]), Header(headers[RequestHeaders.Binding]),
                exchange.Sources.Kinds.Contains(FactsBuilder.BoughtKind)));
            cases.Add(await DecideAsync(exchange, each, cancellation).ConfigureAwait(false));
        }

        return (cases, null);
    }

    private static string? Header(StringValues values) => values.Count == 1 ? values[0] : null;

    private async ValueTask<CertifiedCase> DecideAsync(Exchange exchange, SuiteCase each, CancellationToken cancellation)
    {
        var (verdict, facts) = await PreflightVerdict.DecideAsync(exchange, decide, cancellation).ConfigureAwait(false);
        var written = new CanonicalWriter();
        FactsWriter.Write(written, facts, exchange.UseCase.Json, exchange.Deployment.Json);
        using var json = JsonDocument.Parse(written.Written);
        var commitment = new byte[Commitments.Size];
        Commitments.Commit(exchange.Salt, CommitmentKind.Request, exchange.Body.Span, commitment);
        var recorded = json.RootElement.Clone();
        return new CertifiedCase(
            each.Name, each.Operation, exchange.Request.Model, exchange.Deployment.Facts.Name, Convert.ToHexStringLower(commitment), Recorder.VerdictName(verdict.Kind),
            [.. verdict.Clauses.Select(static fired => fired.Clause.Id.ToString())], verdict.Rulings,
            [.. PreflightUnknowns.Of(exchange, exchange.Deployment).Select(static unknown => unknown.Clause.Id.ToString())],
            CertificateReader.HashOf(recorded), recorded);
    }
}
