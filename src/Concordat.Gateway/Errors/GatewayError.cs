using Concordat.Agreements;

namespace Concordat.Gateway.Errors;

/// <summary>
/// What a client is told when it does not get an answer: HTTP status, a stable code, and words that say what to do.
/// Each dialect writes it in its vendor's own error shape.
/// </summary>
internal sealed record GatewayError(int Status, string Type, string Code, string Message)
{
    /// <summary>The request member the error is about, as a JSON path; none when it is about the whole.</summary>
    public string? Param { get; init; }

    /// <summary>The verdict behind a refusal or a hold.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The open case of a hold.</summary>
    public string? Case { get; init; }

    /// <summary>Seconds after which a retry makes sense; sent as Retry-After.</summary>
    public int? RetryAfter { get; init; }
}
