using System.Text.Json;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Stores;
using Concordat.Signing;

namespace Concordat.Oversight.Grants;

/// <summary>What one person says about one case: the payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Act">What is said.</param>
/// <param name="Case">About which case.</param>
/// <param name="Action">SHA-256 of the canonical action, lower hex; empty for a reading.</param>
/// <param name="TextHash">SHA-256 of the text that was shown, lower hex; empty for a reading.</param>
/// <param name="Approver">Who says it.</param>
/// <param name="Reason">For people to read, one line; may be empty.</param>
/// <param name="Time">When it was signed.</param>
public sealed record DecisionStatement(
    DecisionAct Act, CaseId Case, string Action, string TextHash, string Approver, string Reason, DateTimeOffset Time)
{
    public const string Format = "concordat-decision/1";

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.decision+json";

    /// <summary>Largest envelope that is read, in bytes.</summary>
    public const int MaxEnvelopeBytes = 64 * 1024;

    /// <summary>How far the time of a statement may be from the gateway's.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    /// <summary>Most characters of a reason.</summary>
    public const int MaxReason = 500;

    /// <summary>To whom the case is assigned; null for every other act.</summary>
    public string? Assignee { get; init; }

    public DsseEnvelope Sign(SigningKey key) => DsseEnvelope.Create(PayloadType, ToPayload()).Sign(key);

    public byte[] ToPayload() => CanonicalJson.Canonicalize(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("act", Act.ToString().ToLowerInvariant());
        json.WriteString("case", Case.Value);
        json.WriteString("action", Action);
        json.WriteString("text", TextHash);
        json.WriteString("approver", Approver);
        json.WriteString("reason", Reason);
        json.WriteString("time", CanonicalAction.Text(Time));
        if (Assignee is not null)
        {
            json.WriteString("assignee", Assignee);
        }

        json.WriteEndObject();
    }));

    /// <summary>Reads the payload of an envelope whose signature was found valid.</summary>
    /// <exception cref="FormatException">It is not a statement of this version.</exception>
    public static DecisionStatement Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var parsed = JsonDocument.Parse(payload);
            var root = parsed.RootElement;
            if (root.GetProperty("format").GetString() != Format || !CanonicalJson.Canonicalize(payload.Span).AsSpan().SequenceEqual(payload.Span)
                || !Enum.TryParse<DecisionAct>(root.GetProperty("act").GetString(), ignoreCase: true, out var act) || !Enum.IsDefined(act)
                || !CaseId.TryParse(root.GetProperty("case").GetString(), out var id)
                || root.EnumerateObject().Count() != (act == DecisionAct.Assign ? 9 : 8)
                || root.GetProperty("reason").GetString() is not { Length: <= MaxReason } reason)
            {
                throw new FormatException("the payload is not a decision of this version");
            }

            var statement = new DecisionStatement(
                act,
                id,
                root.GetProperty("action").GetString()!,
                root.GetProperty("text").GetString()!,
                root.GetProperty("approver").GetString()!,
                Text.Displayable(reason, MaxReason)!,
                CanonicalAction.Time(root.GetProperty("time")));
            return act == DecisionAct.Assign ? statement with { Assignee = root.GetProperty("assignee").GetString()! } : statement;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or SigningFormatException)
        {
            throw new FormatException("the payload is not a decision", fault);
        }
    }
}
