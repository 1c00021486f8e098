using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Signing;
using Concordat.Signing.Cms;
using Concordat.Signing.WebAuthn;

namespace Concordat.Client;

/// <summary>Lets an effector carry out a call only with a grant: checked offline, with the approvers' keys and nothing else: keys of their own, hardware keys and smart cards alike.</summary>
/// <remarks>
/// Thread-safe. The grant is the answer of the gateway's <c>GET /v1/cases/{id}</c>. What it says of its own quorum is not enough: whoever carries out the
/// act says whose signatures it takes, as the agreement has it. More than that may have signed, where other clauses held the act too.
/// <code>
/// using var memory = GrantMemoryFile.Open("grants.used");
/// var verifier = new GrantVerifier(keys, GrantSeat.Parse("department:commander", "department:commander|official"));
/// var result = verifier.Verify(grant, "launch_drone_strike", arguments, now);
/// if (!memory.TryUse(result, now)) return;   // refuse; result.Fault says why, or it was carried out before
/// </code>
/// </remarks>
/// <param name="keys">Whose signatures count. Two entries never share a key.</param>
/// <param name="quorum">Whose signatures the act needs, whatever the grant itself asks for: each seat another person.</param>
/// <exception cref="ArgumentException">The quorum has no seat, or more than an act can need.</exception>
/// <exception cref="FormatException">A key is not a public key of a supported algorithm.</exception>
public sealed class GrantVerifier(IReadOnlyList<GrantKey> keys, IReadOnlyList<GrantSeat> quorum)
{
    /// <summary>Largest grant that is read, in bytes.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private const string PayloadType = "application/vnd.concordat.decision+json";

    private readonly ImmutableArray<(GrantKey Person, CredentialKey Key)> _people =
        [.. keys.Select(person => (person, CredentialKey.FromPem(person.PublicKeyPem))).DistinctBy(pair => pair.Item2.KeyId, StringComparer.Ordinal)];

    private readonly ImmutableArray<GrantSeat> _quorum = quorum is { Count: > 0 and <= GrantSeats.Most } && quorum.All(static seat => !seat.Roles.IsDefaultOrEmpty)
        ? [.. quorum]
        : throw new ArgumentException($"a quorum has 1 to {GrantSeats.Most} seats, each with a role", nameof(quorum));

    /// <summary>For whom and on which pages people sign with hardware keys; null takes none of those signatures.</summary>
    public RelyingParty? HardwareKeys { get; init; }

    /// <summary>Hashes of the agreements under which grants count, lower hex; null takes those of any.</summary>
    public IReadOnlySet<string>? Agreements { get; init; }

    /// <summary>The use cases whose grants count; null takes those of any.</summary>
    public IReadOnlySet<string>? UseCases { get; init; }

    /// <summary>The deployments, or tool servers, that a call may come from or go to; null takes any.</summary>
    public IReadOnlySet<string>? Deployments { get; init; }

    /// <summary>Hashes of the tool's definition with which calls count, lower hex, as the gateway knows them; null takes any, also none.</summary>
    public IReadOnlySet<string>? Schemas { get; init; }

    /// <summary>Says whether the grant is for exactly this call, now.</summary>
    /// <param name="grant">The grant as the gateway handed it out, JSON.</param>
    /// <param name="tool">Name of the tool that is about to run.</param>
    /// <param name="arguments">Its arguments as they are about to be used.</param>
    /// <param name="now">The effector's own clock.</param>
    public GrantResult Verify(ReadOnlyMemory<byte> grant, string tool, ReadOnlySpan<byte> arguments, DateTimeOffset now)
    {
        if (grant.Length > MaxBytes)
        {
            return Refused("the grant is too large");
        }

        try
        {
            using var parsed = JsonDocument.Parse(grant, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var id = parsed.RootElement.GetProperty("case").GetString()!;
            var document = parsed.RootElement.GetProperty("action").GetBytesFromBase64();
            using var action = JsonDocument.Parse(document, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Fault(action.RootElement, tool, arguments, now) is { } fault
                ? Refused(fault)
                : Count(parsed.RootElement, action.RootElement, id, Convert.ToHexStringLower(SHA256.HashData(document)));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Refused("the grant cannot be read");
        }
    }

    private static GrantResult Refused(string fault) => new(fault, null, null, []);

    private string? Fault(JsonElement action, string tool, ReadOnlySpan<byte> arguments, DateTimeOffset now)
    {
        if (action.GetProperty("format").GetString() != "concordat-action/1" || action.GetProperty("phase").GetString() != "toolCall")
        {
            return "the grant is not for a tool call";
        }

        if (action.GetProperty("type").GetString() != "authorize")
        {
            return "the grant is not an authorization";
        }

        if (!string.Equals(action.GetProperty("tool").GetProperty("name").GetString(), tool, StringComparison.Ordinal))
        {
            return "the grant is for another tool";
        }

        if (!SameArguments(action, arguments))
        {
            return "the grant is for other arguments";
        }

        if (OfAnother(action) is { } other)
        {
            return $"the grant is of another {other}";
        }

        return now < Time(action.GetProperty("notBefore")) ? "the grant does not hold yet"
            : now >= Time(action.GetProperty("expires")) ? "the grant has expired"
            : null;
    }

    private string? OfAnother(JsonElement action) =>
        Agreements?.Contains(action.GetProperty("agreement").GetString()!) == false ? "agreement"
        : UseCases?.Contains(action.GetProperty("requester").GetProperty("useCase").GetString()!) == false ? "use case"
        : Deployments?.Contains(action.GetProperty("deployment").GetString()!) == false ? "deployment"
        : Schemas?.Contains(action.GetProperty("tool").GetProperty("schema").GetString() ?? "") == false ? "definition of the tool"
        : null;

    private static bool SameArguments(JsonElement action, ReadOnlySpan<byte> arguments)
    {
        if (!action.TryGetProperty("arguments", out var granted))
        {
            return action.GetProperty("argumentsBase64").GetBytesFromBase64().AsSpan().SequenceEqual(arguments);
        }

        return CanonicalJson.Canonicalize(arguments).AsSpan().SequenceEqual(CanonicalJson.Canonicalize(System.Text.Encoding.UTF8.GetBytes(granted.GetRawText())));
    }

    private static DateTimeOffset Time(JsonElement time) => DateTimeOffset.ParseExact(
        time.GetString()!, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private GrantResult Count(JsonElement grant, JsonElement action, string id, string digest)
    {
        var signers = new List<GrantKey>();
        foreach (var signature in grant.GetProperty("signatures").EnumerateArray())
        {
            if (signature.TryGetProperty("statement", out var statement) && Signer(statement, id, digest) is { } signer
                && !signers.Exists(known => known.Approver.Equals(signer.Approver, StringComparison.Ordinal)))
            {
                signers.Add(signer);
            }
        }

        var asked = GrantSeats.Of(action);
        return !GrantSeats.AreFilled(_quorum, signers) ? Refused("the signatures do not fill the quorum of the effector")
            : asked is not { Length: > 0 and <= GrantSeats.Most } || !GrantSeats.AreFilled(asked, signers) ? Refused("the signatures do not fill the quorum of the grant")
            : UsedGrants.IsNonce(action.GetProperty("nonce").GetString()!)
                ? new GrantResult(null, id, action.GetProperty("nonce").GetString(), [.. signers.Select(signer => signer.Approver)]) { Expires = Time(action.GetProperty("expires")) }
                : Refused("the grant cannot be read");
    }

    private GrantKey? Signer(JsonElement statement, string id, string digest)
    {
        var signed = PersonalStatement.Parse(System.Text.Encoding.UTF8.GetBytes(statement.GetRawText()));
        if (!signed.PayloadType.Equals(PayloadType, StringComparison.Ordinal))
        {
            return null;
        }

        var cms = signed.Cms is { } der ? CmsSignature.Open(der, signed.Payload) : null;
        foreach (var (person, key) in _people)
        {
            if (IsSignedBy(signed, cms, key))
            {
                using var payload = JsonDocument.Parse(signed.Payload, new JsonDocumentOptions { AllowDuplicateProperties = false });
                return Says(payload.RootElement, "format", "concordat-decision/1") && Says(payload.RootElement, "act", "grant")
                    && Says(payload.RootElement, "case", id) && Says(payload.RootElement, "action", digest)
                    && Says(payload.RootElement, "approver", person.Approver)
                    ? person
                    : null;
            }
        }

        return null;
    }

    /// <summary>By key, by hardware key, or by card: the effector knows the public key, so that no chain of certificates is needed.</summary>
    private bool IsSignedBy(PersonalStatement signed, CmsSignature? cms, CredentialKey key) => signed switch
    {
        { Envelope: { } envelope } => key.Algorithm != CoseAlgorithm.Rs256 && envelope.IsSignedBy(VerifyingKey.FromSpki(key.ToSpki())),
        { Assertion: { } assertion } => HardwareKeys is not null
            && AssertionCheck.Verify(assertion, key, PersonalStatement.ChallengeFor(signed.Payload), HardwareKeys).IsValid,
        _ => cms is not null && cms.KeyId.Equals(key.KeyId, StringComparison.Ordinal),
    };

    private static bool Says(JsonElement payload, string name, string value) =>
        string.Equals(payload.GetProperty(name).GetString(), value, StringComparison.Ordinal);
}
