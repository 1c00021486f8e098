using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concordat.Attestation.Checking;

namespace Concordat.Attestation.Tokens;

/// <summary>Checks bundles of the NVIDIA Remote Attestation Service: an overall token, and one for each device that it names by digest.</summary>
/// <remarks>Source: RFC 9711, section 5 (detached EAT bundle); NVIDIA, "Attestation claims". It says nothing about the machine around the devices, nor where it is.</remarks>
internal static class NvidiaBundle
{
    private const int MostDevices = 64;

    public static ProvenEvidence Verify(ReadOnlyMemory<byte> document, string hash, EvidenceDemand demand, DateTimeOffset now)
    {
        var (overall, devices) = Read(document);
        var keys = TokenText.KeysOf(demand);
        using var token = Jws.Verify(overall, keys, "ES384");
        var claims = new TokenClaims(token.RootElement);
        claims.CheckIssuer(demand);
        claims.CheckAudience(demand);
        var expires = claims.Expiry(demand, now);
        TokenClaims.CheckNonce(demand, claims.Texts("eat_nonce"));
        if (claims.Flag("x-nvidia-overall-att-result") != true)
        {
            throw new EvidenceException(EvidenceFault.Verdict, "the service did not find the devices good");
        }

        CheckSubmodules(claims, devices);
        var measurements = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, device) in devices)
        {
            expires = Demands.Earlier(expires, CheckDevice(name, device, keys, demand, now, measurements));
        }

        Demands.Measurements(demand, measurements.ToImmutable());
        return new ProvenEvidence(
            EvidenceKind.NvidiaNras, AssuranceLevel.A2, hash, expires, measurements.ToImmutable(),
            ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("devices", devices.Count.ToString(CultureInfo.InvariantCulture))]), []);
    }

    private static (string Overall, Dictionary<string, string> Devices) Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            if (json.RootElement is { ValueKind: JsonValueKind.Array } bundle && bundle.GetArrayLength() == 2
                && bundle[0] is { ValueKind: JsonValueKind.Array } first && first.GetArrayLength() == 2
                && first[0].ValueKind == JsonValueKind.String && first[0].ValueEquals("JWT") && first[1].ValueKind == JsonValueKind.String
                && bundle[1] is { ValueKind: JsonValueKind.Object } second)
            {
                var devices = second.EnumerateObject().ToDictionary(
                    static device => device.Name,
                    static device => device.Value.ValueKind == JsonValueKind.String ? device.Value.GetString()! : throw EvidenceException.Malformed("a device has no token"),
                    StringComparer.Ordinal);
                return devices.Count is > 0 and <= MostDevices
                    ? (first[1].GetString()!, devices)
                    : throw EvidenceException.Malformed($"it holds {devices.Count} devices, not 1 to {MostDevices}");
            }
        }
        catch (JsonException fault)
        {
            throw EvidenceException.Malformed("it is not JSON", fault);
        }

        throw EvidenceException.Malformed("it is not a detached bundle: a pair of `JWT` and the overall token, then the tokens of the devices");
    }

    /// <summary>The overall token names each device's token by its digest, and no other.</summary>
    private static void CheckSubmodules(TokenClaims claims, Dictionary<string, string> devices)
    {
        if (claims.At("submods") is not { ValueKind: JsonValueKind.Object } named || named.EnumerateObject().Count() != devices.Count)
        {
            throw new EvidenceException(EvidenceFault.Signature, "its overall token names other devices than it holds");
        }

        foreach (var (name, device) in devices)
        {
            if (claims.At("submods", name) is not { ValueKind: JsonValueKind.Array } entry || entry.GetArrayLength() != 2 || !Is(entry[0], "DIGEST")
                || entry[1] is not { ValueKind: JsonValueKind.Array } digest || digest.GetArrayLength() != 2 || !(Is(digest[0], "SHA-256") || Is(digest[0], "SHA256"))
                || digest[1].ValueKind != JsonValueKind.String
                || !string.Equals(digest[1].GetString(), Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(device))), StringComparison.OrdinalIgnoreCase))
            {
                throw new EvidenceException(EvidenceFault.Signature, "the token of a device is not the one that the overall token names");
            }
        }
    }

    private static bool Is(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    private static DateTimeOffset CheckDevice(
        string name, string device, TokenKeys keys, EvidenceDemand demand, DateTimeOffset now, ImmutableSortedDictionary<string, string>.Builder measurements)
    {
        using var token = Jws.Verify(device, keys, "ES384");
        var claims = new TokenClaims(token.RootElement);
        claims.CheckIssuer(demand);
        var expires = claims.Expiry(demand, now);
        TokenClaims.CheckNonce(demand, claims.Texts("eat_nonce"));
        if (claims.Text("measres") is not ("success" or "comparison-successful"))
        {
            throw new EvidenceException(EvidenceFault.Verdict, "the measurements of a device are not those of its maker");
        }

        if (claims.Text("dbgstat") != "disabled" || claims.Flag("secboot") != true)
        {
            throw new EvidenceException(EvidenceFault.Debug, "a device does not say that debugging is off and that it started securely");
        }

        (string Part, string Claim)[] all =
        [
            ("model", "hwmodel"), ("driver", "x-nvidia-gpu-driver-version"), ("vbios", "x-nvidia-gpu-vbios-version"),
        ];
        foreach (var (part, claim) in all)
        {
            if (claims.Text(claim) is { } value)
            {
                measurements[$"{name.ToLowerInvariant()}-{part}"] = value;
            }
        }

        return expires;
    }
}
