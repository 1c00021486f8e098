using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Certificates;
using Concordat.Safeguards;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Certifying;

/// <summary>
/// <c>POST /v1/preflight/certificates</c>: decides every request of a suite without sending any, and signs the verdicts. Opens no case and counts
/// nobody in. Thread-safe.
/// </summary>
internal sealed class CertificateDesk(AdmitStage admit, DecideStage decide, CertificateWatch certificates, Recorder recorder, ContentKeeper? contents, LedgerWriter ledger, TimeProvider time)
{
    /// <summary>Most certificates of one use case that a node makes within a day: each is kept.</summary>
    public const int MostADay = 24;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly SuiteVerdicts _verdicts = new(decide);
    private readonly ConcurrentDictionary<string, DateTimeOffset[]> _made = new(StringComparer.Ordinal);

    public async Task CertifyAsync(HttpContext http)
    {
        var dialect = GatewayEndpoints.DialectOf("chat")!;
        var (exchange, refusal) = admit.Admit(http, dialect);
        if (exchange is null)
        {
            await ErrorWriter.WriteAsync(http, dialect, refusal!).ConfigureAwait(false);
            return;
        }

        byte[]? rented = null;
        try
        {
            var limits = exchange.Model.Config.Limits;
            var reading = await BodyReader.ReadAsync(http.Request, limits.BodyBytes, limits.BodyTimeout, admit.Time).ConfigureAwait(false);
            rented = reading.Buffer;
            var error = reading.Error ?? (IsRoom(exchange.UseCase.Id) ? null : GatewayErrors.TooManyCertificates);
            CertificateDocument? document = null;
            List<KeptCase> kept = [];
            if (error is null)
            {
                exchange.Body = reading.Buffer.AsMemory(0, reading.Length);
                (document, error) = await MakeAsync(exchange, kept, http.RequestAborted).ConfigureAwait(false);
            }

            if (error is not null)
            {
                await recorder.RecordRejectionAsync(exchange, error.Code, error.Status, CancellationToken.None).ConfigureAwait(false);
                await ErrorWriter.WriteAsync(exchange, error).ConfigureAwait(false);
                return;
            }

            await AnswerAsync(exchange, document!, kept).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            await ErrorWriter.WriteAsync(exchange, GatewayErrors.LedgerUnavailable).ConfigureAwait(false);
        }
        catch (OversightUnavailableException)
        {
            await ErrorWriter.WriteAsync(exchange, GatewayErrors.StoreUnavailable).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone, and nothing was promised to it.
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }

            admit.Leave();
        }
    }

    private async ValueTask<(CertificateDocument? Document, GatewayError? Error)> MakeAsync(Exchange exchange, List<KeptCase> kept, CancellationToken cancellation)
    {
        var inspection = RequestInspection.Rent();
        try
        {
            if (inspection.InspectJson(exchange.Body.Span, exchange.Model.Config.Limits.Depth) is { } fault)
            {
                return (null, GatewayErrors.Malformed(fault));
            }

            var (suite, error) = Suite.Read(exchange.Body);
            if (suite is null)
            {
                return (null, error);
            }

            (var cases, error) = await _verdicts.DecideAsync(exchange, suite, inspection, kept, cancellation).ConfigureAwait(false);
            return error is null ? (CertificateReader.Read(ledger.Sign(CertificateReader.Envelope(Certify(exchange, suite, cases))).ToJson()), null) : (null, error);
        }
        finally
        {
            RequestInspection.Return(inspection);
        }
    }

    private Certificate Certify(Exchange exchange, Suite suite, IReadOnlyList<CertifiedCase> cases)
    {
        var (model, now) = (exchange.Model, exchange.Began);
        return new Certificate(
            Certificate.DocumentFormat, exchange.Id.ToString("N"), exchange.UseCase.Id, exchange.Registered.Facts.Official, suite.Name, model.Config.Ledger.Origin,
            model.Agreement.Hash, model.Agreement.Terms.NoticeDays, recorder.Safeguards, CertificatesInForce.RegistrationOf(exchange.Registered),
            exchange.Rulings.Ids, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), cases);
    }

    private async Task AnswerAsync(Exchange exchange, CertificateDocument document, List<KeptCase> kept)
    {
        var former = certificates.Book.Of(exchange.UseCase.Id);
        var book = certificates.Book;
        exchange.Entry = await recorder.RecordAsync(SuitesEntry.Certified(document, exchange.Key.Id, time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
        if (contents?.Keeps(exchange) == true)
        {
            await contents.KeepAsync(exchange, CommitmentKind.Suite, document.Certificate!.Issued, Convert.FromHexString(document.Hash), KeptSuite.Write(kept)).ConfigureAwait(false);
        }

        await certificates.KeepAsync(document, CancellationToken.None).ConfigureAwait(false);
        Note(exchange.UseCase.Id);
        if (contents is not null && former is not null)
        {
            await contents.ShredAsync(Guid.ParseExact(former.Id, "N"), former.Issued, "a newer certificate of the use case", CancellationToken.None).ConfigureAwait(false);
        }

        var http = exchange.Http;
        exchange.Certificate = document.Id;
        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        ResponseHeaders.Write(exchange, verdict: null, caseId: null);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        CertificateAnswer.Write(json, document, exchange.Entry, former is null ? [] : CertificateAnswer.Changed(book, former, document.Certificate!));
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private bool IsRoom(string useCase) => _made.GetValueOrDefault(useCase, []).Count(at => time.GetUtcNow() - at < Day) < MostADay;

    private void Note(string useCase)
    {
        var now = time.GetUtcNow();
        _made.AddOrUpdate(useCase, [now], (_, before) => [.. before.Where(at => now - at < Day), now]);
    }
}
