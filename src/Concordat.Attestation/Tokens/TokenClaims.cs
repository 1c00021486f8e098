using System.Text.Json;
using Concordat.Attestation.Checking;

namespace Concordat.Attestation.Tokens;

/// <summary>What all verdict tokens say alike (RFC 7519, RFC 9711), read strictly.</summary>
internal readonly struct TokenClaims
{
    private readonly JsonElement _claims;

    public TokenClaims(JsonElement claims)
    {
        _claims = claims.ValueKind == JsonValueKind.Object ? claims : throw EvidenceException.Malformed("its claims are not an object");
    }

    /// <summary>A text at a path of members; null where there is none.</summary>
    public string? Text(params ReadOnlySpan<string> path) => At(path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Yes or no at a path of members; null where there is neither.</summary>
    public bool? Flag(params ReadOnlySpan<string> path) => At(path) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => null,
    };

    public JsonElement? At(params ReadOnlySpan<string> path)
    {
        var at = _claims;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at;
    }

    public void CheckIssuer(EvidenceDemand demand)
    {
        if (demand.Issuer is null || Text("iss") is not { } issuer || issuer != demand.Issuer)
        {
            throw new EvidenceException(EvidenceFault.Issuer, $"its issuer is not `{demand.Issuer}`");
        }
    }

    /// <summary>One audience, exactly; where none was agreed the token may name none.</summary>
    public void CheckAudience(EvidenceDemand demand)
    {
        var audience = At("aud") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.String
            ? list[0].GetString()
            : Text("aud");
        if (audience != demand.Audience || (audience is null && At("aud") is not null))
        {
            throw new EvidenceException(EvidenceFault.Audience, demand.Audience is null ? "it was made for an audience, and none was agreed" : $"it was not made for `{demand.Audience}`");
        }
    }

    /// <summary>When it stops counting: its own time or the time agreed, whichever is sooner.</summary>
    public DateTimeOffset Expiry(EvidenceDemand demand, DateTimeOffset now)
    {
        var made = Time("iat") ?? throw EvidenceException.Malformed("it does not say when it was made");
        var ends = Time("exp") ?? throw EvidenceException.Malformed("it does not say until when it holds");
        if (Time("nbf") is { } begins && begins > now + EvidenceVerifier.Skew)
        {
            throw new EvidenceException(EvidenceFault.NotYetValid, $"it holds from {begins:yyyy-MM-ddTHH:mm:ssZ}");
        }

        return ends > now
            ? Demands.Earlier(ends, Demands.Expiry(demand, made, now))
            : throw new EvidenceException(EvidenceFault.Expired, $"it held until {ends:yyyy-MM-ddTHH:mm:ssZ}");
    }

    /// <summary>The texts at a path of members, whether one or a list.</summary>
    public IEnumerable<string> Texts(params ReadOnlySpan<string> path) => At(path) switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Where(static each => each.ValueKind == JsonValueKind.String).Select(static each => each.GetString()!)],
        _ => [],
    };

    /// <summary>The nonce that was sent is among those named, in hex.</summary>
    public static void CheckNonce(EvidenceDemand demand, IEnumerable<string> named)
    {
        if (demand.Nonce is { } nonce && !named.Any(each => Demands.IsNonce(nonce, each)))
        {
            throw new EvidenceException(EvidenceFault.Nonce, "it does not carry the nonce that was sent");
        }
    }

    private DateTimeOffset? Time(string name)
    {
        if (At(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw EvidenceException.Malformed($"its `{name}` is not a time");
    }
}
