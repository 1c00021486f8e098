using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Oversight.Rulings;
using Concordat.Signing;

namespace Concordat.Oversight.Readiness;

/// <summary>From bytes to well-formed decisions on readiness, and back. Pure.</summary>
public static class ReadinessReader
{
    /// <summary>Largest envelope that is read, in bytes.</summary>
    public const int MaxEnvelopeBytes = 64 * 1024;

    /// <param name="terms">Whose signatures count: the panel that rules.</param>
    /// <exception cref="ReadinessException">Not a decision of this version.</exception>
    public static ReadinessDocument Read(ReadOnlySpan<byte> json, RulingTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        try
        {
            var envelope = json.Length <= MaxEnvelopeBytes ? DsseEnvelope.Parse(json) : throw new ReadinessException($"the envelope has more than {MaxEnvelopeBytes} bytes");
            if (envelope.PayloadType != ReadinessStep.PayloadType)
            {
                throw new ReadinessException($"the envelope holds something else than `{ReadinessStep.PayloadType}`");
            }

            var (step, payload) = Draft(envelope.Payload);
            return payload.AsSpan().SequenceEqual(envelope.Payload)
                ? new ReadinessDocument(
                    step, Convert.ToHexStringLower(SHA256.HashData(payload)), [.. terms.Reviewers.Where(reviewer => reviewer.Key is { } key && envelope.IsSignedBy(key))])
                : throw new ReadinessException("the payload is not canonical JSON (RFC 8785); sign it with `concordat use-case readiness sign`");
        }
        catch (SigningFormatException fault)
        {
            throw new ReadinessException($"this is not a signed document: {fault.Message}", fault);
        }
    }

    /// <summary>Reads a decision that nobody has signed yet.</summary>
    /// <exception cref="ReadinessException">Not a decision of this version.</exception>
    public static (ReadinessStep Step, byte[] Payload) Draft(ReadOnlySpan<byte> json)
    {
        try
        {
            var payload = CanonicalJson.Canonicalize(json);
            var step = JsonSerializer.Deserialize(payload, ReadinessJson.Default.ReadinessStep) ?? throw new ReadinessException("the decision is null");
            Check(step);
            return (step, payload);
        }
        catch (SigningFormatException fault)
        {
            throw new ReadinessException($"the document is not JSON as it should be: {fault.Message}", fault);
        }
        catch (JsonException fault)
        {
            throw new ReadinessException($"the decision cannot be read at `{fault.Path ?? "$"}`", fault);
        }
    }

    /// <summary>The canonical payload of a decision.</summary>
    public static byte[] Payload(ReadinessStep step) => CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(step, ReadinessJson.Default.ReadinessStep));

    private static void Check(ReadinessStep step)
    {
        var fault = step.Format != ReadinessStep.DocumentFormat ? $"the decision is of the form `{step.Format}`; this version reads `{ReadinessStep.DocumentFormat}`"
            : !IsName(step.Id) ? "`id` is 1 to 100 letters, digits, `.`, `_` or `-`"
            : step.UseCase.Length is 0 or > 200 || step.Model.Length is 0 or > 200 ? "`useCase` and `model` have 1 to 200 characters"
            : ReadinessStages.Rank(step.Stage) < 0 ? $"`stage` is one of {string.Join(", ", ReadinessStages.All)}"
            : string.IsNullOrWhiteSpace(step.Reason) || step.Reason.Length > 500 || step.Reason.Any(char.IsControl) ? "`reason` is one line of 1 to 500 characters"
            : step.Limits is not null && step.Stage != ReadinessStages.Trial ? "only a trial has `limits`"
            : step.Limits is { RequestsPerDay: < 1 } ? "`limits.requestsPerDay` is at least 1"
            : step.Limits is { Keys: { Count: 0 or > 100 } } ? "`limits.keys` names 1 to 100 API keys"
            : step.Evidence is { } evidence && (IsNoHash(evidence.Evaluation) || IsNoHash(evidence.HumanTest)) ? "`evidence.evaluation` and `evidence.humanTest` are SHA-256 hashes, 64 lower hex digits"
            : null;
        if (fault is not null)
        {
            throw new ReadinessException(fault);
        }
    }

    private static bool IsName(string text) => text.Length is > 0 and <= 100 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static bool IsNoHash(string? text) => text is not null && !(text.Length == 64 && text.All(char.IsAsciiHexDigitLower));
}
