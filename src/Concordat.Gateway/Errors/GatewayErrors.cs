using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Concordat.Agreements;
using Concordat.Gateway.Pipeline;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Safeguards;

namespace Concordat.Gateway.Errors;

/// <summary>Makes each error once, with its status, code and advice.</summary>
internal static class GatewayErrors
{
    public static readonly GatewayError MissingKey = new(401, "authentication_error", ErrorCodes.MissingApiKey,
        "no API key was sent; send `Authorization: Bearer <key>` or `x-api-key: <key>`");

    public static readonly GatewayError InvalidKey = new(401, "authentication_error", ErrorCodes.InvalidApiKey,
        "the API key is not valid, has expired or was revoked; ask the platform engineer for a new key of your use case");

    public static readonly GatewayError Overloaded = new(503, "server_error", ErrorCodes.Overloaded,
        "too many requests are in flight; try again shortly")
    { RetryAfter = 1 };

    public static readonly GatewayError LedgerUnavailable = new(503, "server_error", ErrorCodes.LedgerUnavailable,
        "the ledger cannot record decisions now, so nothing is served; try again shortly")
    { RetryAfter = 5 };

    public static readonly GatewayError NoQuorum = new(503, "server_error", ErrorCodes.NoQuorum,
        "the witnesses that the agreement requires have not cosigned the ledger for longer than it allows, so nothing is served; ask the platform engineer")
    { RetryAfter = 30 };

    public static readonly GatewayError StoreUnavailable = new(503, "server_error", ErrorCodes.StoreUnavailable,
        "the oversight store cannot be reached now, so nothing is served; try again shortly")
    { RetryAfter = 5 };

    /// <summary>Which store does not answer and what to do, as far as anybody may be told.</summary>
    public static GatewayError StoreAway(OversightUnavailableException fault) => fault.Told is { } told ? StoreUnavailable with { Message = told } : StoreUnavailable;

    public static readonly GatewayError NotReady = new(503, "server_error", ErrorCodes.NotReady,
        "the gateway has no agreement in force; ask the platform engineer")
    { RetryAfter = 5 };

    public static readonly GatewayError BodyTimeout = new(408, "invalid_request_error", ErrorCodes.BodyTimeout,
        "the request body did not arrive in time; send it faster");

    public static readonly GatewayError UnsupportedMediaType = new(415, "invalid_request_error", ErrorCodes.UnsupportedMediaType,
        "the body must be JSON; send `Content-Type: application/json`");

    public static readonly GatewayError UnsupportedEncoding = new(415, "invalid_request_error", ErrorCodes.UnsupportedEncoding,
        "compressed bodies are not read; send the body without Content-Encoding");

    public static readonly GatewayError Internal = new(500, "server_error", ErrorCodes.Internal,
        "the gateway failed on this request and released nothing; report the request id to the platform engineer");

    public static GatewayError RouteNotFound(string path) => new(404, "invalid_request_error", ErrorCodes.RouteNotFound,
        $"there is no route `{Shorten(path)}`; see GET /v1/models and the HTTP reference for what is served");

    public static GatewayError ReceiptNotFound { get; } = new(404, "invalid_request_error", ErrorCodes.ReceiptNotFound,
        "there is no such entry of this key; ask with the index in `Concordat-Entry` and the key of that request");

    public static GatewayError ReceiptNotYet { get; } = new(404, "invalid_request_error", ErrorCodes.ReceiptNotYet,
        "the next checkpoint will cover this entry; ask again in a second")
    { RetryAfter = 1 };

    public static GatewayError NotReportable { get; } = new(422, "invalid_request_error", ErrorCodes.NotReportable,
        "the entry records neither a refusal nor a hold; report the verdict whose index came in `Concordat-Entry`");

    public static GatewayError ReportNotFound { get; } = new(404, "invalid_request_error", ErrorCodes.ReportNotFound,
        "nobody has reported that verdict of that log; the index is that of the reported verdict");

    public static GatewayError ReportSettled { get; } = new(409, "invalid_request_error", ErrorCodes.ReportSettled,
        "it does not wait any more: somebody else has settled it");

    public static GatewayError NotMasked { get; } = new(422, "invalid_request_error", ErrorCodes.NotMasked,
        "the entry records no masked answer; ask with the index that came in `Concordat-Entry` beside `Concordat-Masked`");

    public static GatewayError NoSuchPlaceholder { get; } = new(422, "invalid_request_error", ErrorCodes.NotMasked,
        "the answer has no such placeholder; ask for those that stand in it");

    public static GatewayError IdentitiesGone { get; } = new(410, "invalid_request_error", ErrorCodes.IdentitiesGone,
        "nobody can tell any more whom the placeholders stand for: identities are kept where `content` keeps the use case's answers, until they are shredded, 30 days at most");

    public static GatewayError NotGranted(CaseId id, CaseState state) => new(403, "permission_error", ErrorCodes.NotGranted,
        state == CaseState.Consumed
            ? $"the identities of case `{id}` were given before; ask anew to see them again"
            : $"case `{id}` is {CaseNames.Of(state)}; identities are given once people have granted it");

    public static GatewayError Unproven(CaseId id) => new(403, "permission_error", ErrorCodes.NotGranted,
        $"the signatures under case `{id}` do not prove a grant any more; ask anew");

    public static GatewayError TooManyReports { get; } = new(403, "permission_error", ErrorCodes.TooManyReports,
        $"{Concordat.Oversight.Reports.IReportStore.MostOpen} reports of this key wait for a reviewer; wait until some are settled");

    public static GatewayError TrialLimit(string why) => new(403, "permission_error", ErrorCodes.TrialLimit, why);

    public static GatewayError CertificateNotFound { get; } = new(404, "invalid_request_error", ErrorCodes.CertificateNotFound,
        "there is no such certificate of this use case, or a newer one has taken its place");

    public static GatewayError TooManyCertificates { get; } = new(403, "permission_error", ErrorCodes.TooManyCertificates,
        $"{Certifying.CertificateDesk.MostADay} certificates of this use case were made within a day; the newest one stands");

    /// <summary>What is wrong with one request of a suite.</summary>
    public static GatewayError InSuite(string name, GatewayError fault) => fault with { Status = 400, Message = $"case `{name}`: {fault.Message}" };

    public static GatewayError OrderNotFound { get; } = new(404, "invalid_request_error", ErrorCodes.OrderNotFound,
        "there is no such order; see GET /v1/orders");

    public static GatewayError OrderNotTaken(string why) => new(422, "invalid_request_error", ErrorCodes.OrderNotTaken, $"not taken: {why}");

    public static GatewayError RulingNotFound { get; } = new(404, "invalid_request_error", ErrorCodes.RulingNotFound,
        "there is no such ruling on the use case of this key; see GET /v1/rulings");

    public static GatewayError RulingNotTaken(string why) => new(422, "invalid_request_error", ErrorCodes.RulingNotTaken, $"not taken: {why}");

    public static GatewayError ReadinessNotTaken(string why) => new(422, "invalid_request_error", ErrorCodes.ReadinessNotTaken, $"not taken: {why}");

    public static GatewayError BodyTooLarge(int limit) => new(413, "invalid_request_error", ErrorCodes.BodyTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"the body is larger than {limit} bytes; send less, or ask for a higher `limits.bodyBytes`"));

    public static GatewayError Malformed(JsonFault fault) => new(400, "invalid_request_error", fault.Code,
        string.Create(CultureInfo.InvariantCulture, $"{fault.Message} (at byte {fault.ByteOffset}, {fault.JsonPath})"))
    {
        Param = fault.JsonPath,
    };

    public static GatewayError InvalidRequest(string param, string message) => new(400, "invalid_request_error",
        ErrorCodes.InvalidRequest, message)
    { Param = param };

    public static GatewayError Unsupported(string param, string message) => new(400, "invalid_request_error",
        ErrorCodes.UnsupportedFeature, message)
    { Param = param };

    public static GatewayError InvalidHeader(string name, string message) => new(400, "invalid_request_error",
        ErrorCodes.InvalidHeader, $"header `{name}`: {message}")
    { Param = name };

    public static GatewayError ModelNotFound(string model) => new(404, "invalid_request_error", ErrorCodes.ModelNotFound,
        $"the model `{Shorten(model)}` is not deployed here; GET /v1/models lists what is")
    { Param = "model" };

    public static GatewayError DialectMismatch(string model, string route) => new(400, "invalid_request_error",
        ErrorCodes.DialectMismatch, $"the model `{Shorten(model)}` is not served on this route; use `{route}`")
    { Param = "model" };

    public static GatewayError UseCaseUnknown(string useCase) => new(403, "permission_error", ErrorCodes.UseCaseUnknown,
        $"the key belongs to the use case `{Shorten(useCase)}`, which is not registered; ask the platform engineer");

    public static GatewayError Upstream(int status, string code, string message) => new(status, "server_error", code, message);

    /// <summary>The error of a refusal or a hold, always HTTP 403: clients never retry it by themselves.</summary>
    /// <param name="named">The case that the client named, if any.</param>
    public static GatewayError OfVerdict(SettledVerdict settled, string? named)
    {
        var (verdict, caseId, release) = settled;
        var hold = verdict.Kind == VerdictKind.Hold;
        var clauses = LeadFirst(verdict);
        var words = new StringBuilder(256);
        words.Append(hold ? "held by the usage agreement" : "refused by the usage agreement");
        for (var i = 0; i < clauses.Length; i++)
        {
            var clause = clauses[i];
            words.Append(i == 0 ? ": clause " : "; clause ").Append(clause.Clause.Id).Append(" (").Append(clause.Clause.Title).Append("): ")
                .Append(clause.Because);
        }

        if (clauses.Length > 0 && clauses[0].WouldChange is { Length: > 0 } change)
        {
            words.Append("; what would change it: ").Append(change);
        }

        if (named is not null && release is not null && !named.Equals(caseId, StringComparison.Ordinal))
        {
            words.Append("; case ").Append(named).Append(' ').Append(WhyNot(release));
        }

        if (caseId is not null)
        {
            words.Append("; case ").Append(caseId).Append(release is "denied" ? " was denied, and is not asked again before it expires" : " is open for a decision");
        }

        return new GatewayError(403, hold ? ErrorCodes.AgreementHold : ErrorCodes.AgreementRefused,
            clauses.Length > 0 ? $"clause_{clauses[0].Clause.Id}" : "clause_none", words.ToString())
        {
            Verdict = verdict,
            Case = caseId,
        };
    }

    private static string WhyNot(string release) => release switch
    {
        "other-action" => "does not release this: it is about another action, requester or agreement",
        "superseded" => "does not release this: it was opened under another agreement, and this was decided anew",
        "consumed" => "does not release this: it was used before",
        "denied" => "does not release this: it was denied, or what is like it",
        "withdrawn" => "was withdrawn",
        "revoked" => "was revoked",
        "expired" => "has expired",
        "unproven" => "does not release this: its signatures do not prove a grant",
        _ => "does not exist",
    };

    // A clause that only holds may stand before the one that refuses; its advice would help nobody.
    private static ImmutableArray<DecidingClause> LeadFirst(Verdict verdict)
    {
        var clauses = verdict.Clauses;
        var lead = clauses.FirstOrDefault(clause => clause.Error is not null || clause.Clause.Remedy == verdict.Remedy);
        return lead is null || ReferenceEquals(lead, clauses[0]) ? clauses : [lead, .. clauses.Where(clause => !ReferenceEquals(clause, lead))];
    }

    private static string Shorten(string text)
    {
        var safe = new StringBuilder(Math.Min(text.Length, 80));
        foreach (var c in text)
        {
            if (safe.Length >= 80)
            {
                safe.Append('…');
                break;
            }

            safe.Append(char.IsControl(c) || char.IsSurrogate(c) || c == '`' ? '?' : c);
        }

        return safe.ToString();
    }
}
