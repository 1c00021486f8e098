namespace Concordat.Gateway.Errors;

/// <summary>Every stable error code of the data plane; docs/reference/errors.md lists the same ones.</summary>
internal static class ErrorCodes
{
    public const string AgreementRefused = "agreement_refused";
    public const string AgreementHold = "agreement_hold";
    public const string AnswerTooLarge = "answer_too_large";
    public const string BodyTimeout = "body_timeout";
    public const string BodyTooLarge = "body_too_large";
    public const string CaseNotFound = "case_not_found";
    public const string CounterRegressed = "webauthn_counter";
    public const string Replayed = "webauthn_replayed";
    public const string ClientClosed = "client_closed";
    public const string DialectMismatch = "dialect_mismatch";
    public const string HeaderMismatch = "header_mismatch";
    public const string Internal = "internal_error";
    public const string InvalidApiKey = "invalid_api_key";
    public const string InvalidHeader = "invalid_header";
    public const string InvalidStatement = "invalid_statement";
    public const string InvalidParameters = "invalid_parameters";
    public const string NotAnApprover = "not_an_approver";
    public const string StaleStatement = "stale_statement";
    public const string InvalidRequest = "invalid_request";
    public const string LedgerUnavailable = "ledger_unavailable";
    public const string NoQuorum = "ledger_no_quorum";
    public const string MethodNotFound = "method_not_found";
    public const string MissingApiKey = "missing_api_key";
    public const string ModelNotFound = "model_not_found";
    public const string NotReady = "not_ready";
    public const string NotReportable = "not_reportable";
    public const string OrderNotFound = "order_not_found";
    public const string OrderNotTaken = "order_not_taken";
    public const string OriginNotAllowed = "origin_not_allowed";
    public const string Overloaded = "overloaded";
    public const string ReceiptNotFound = "receipt_not_found";
    public const string ReceiptNotYet = "receipt_not_yet";
    public const string RouteNotFound = "route_not_found";
    public const string SessionNotFound = "session_not_found";
    public const string StoreUnavailable = "store_unavailable";
    public const string ToolNotFound = "tool_not_found";
    public const string TooManyReports = "too_many_reports";
    public const string UnsupportedEncoding = "unsupported_encoding";
    public const string UnsupportedFeature = "unsupported_feature";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string UnsupportedProtocolVersion = "unsupported_protocol_version";
    public const string UpstreamAddress = "upstream_address";
    public const string UpstreamCredentials = "upstream_credentials";
    public const string UpstreamError = "upstream_error";
    public const string UpstreamInterrupted = "upstream_interrupted";
    public const string UpstreamKey = "upstream_key";
    public const string UpstreamMalformed = "upstream_malformed";
    public const string UpstreamRateLimited = "upstream_rate_limited";
    public const string UpstreamTimeout = "upstream_timeout";
    public const string UpstreamUnreachable = "upstream_unreachable";
    public const string UseCaseUnknown = "use_case_unknown";
}
