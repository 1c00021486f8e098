using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;

namespace Concordat.Tests.Kit;

/// <summary>A hardware key made of software, with a browser around it: as the standard says, and with a knob for each way to be wrong.</summary>
internal sealed class SoftwareAuthenticator : IDisposable
{
    private readonly SigningKey? _key;
    private readonly RSA? _rsa;

    public SoftwareAuthenticator(CoseAlgorithm algorithm = CoseAlgorithm.Es256)
    {
        Algorithm = algorithm;
        if (algorithm == CoseAlgorithm.Rs256)
        {
            _rsa = RSA.Create(2048);
        }
        else
        {
            _key = SigningKey.Generate(algorithm switch
            {
                CoseAlgorithm.Es256 => SignatureAlgorithm.EcdsaP256,
                CoseAlgorithm.Es384 => SignatureAlgorithm.EcdsaP384,
                _ => SignatureAlgorithm.Ed25519,
            });
        }
    }

    public static readonly Guid SoftwareModel = Guid.Parse("c0ffee00-0000-4000-8000-000000000001");

    public CoseAlgorithm Algorithm { get; set; }

    public byte[] CredentialId { get; set; } = RandomNumberGenerator.GetBytes(32);

    public string RelyingParty { get; set; } = "gateway.example";

    public string Origin { get; set; } = "https://gateway.example";

    public bool CrossOrigin { get; set; }

    public string? Type { get; set; }

    public Guid Model { get; set; } = SoftwareModel;

    public AuthenticatorTraits Traits { get; set; } = AuthenticatorTraits.UserPresent | AuthenticatorTraits.UserVerified;

    /// <summary>Counts up with each signature; stays at 0 where <see cref="Counts"/> is false.</summary>
    public uint Count { get; set; }

    public bool Counts { get; set; } = true;

    /// <summary>Put after the authenticator data; a CBOR map with the flag set is an extension.</summary>
    public byte[] Extra { get; set; } = [];

    /// <summary><c>none</c>, or <c>packed</c>, vouched for by itself, or by a certificate where there is one.</summary>
    public string Attestation { get; set; } = "packed";

    /// <summary>The algorithm that the attestation says, where it says another than the key's.</summary>
    public CoseAlgorithm? AttestationAlgorithm { get; set; }

    public ECDsa? AttestationKey { get; set; }

    public IReadOnlyList<byte[]> AttestationCertificates { get; set; } = [];

    public CredentialKey PublicKey => CredentialKey.FromSpki(_rsa?.ExportSubjectPublicKeyInfo() ?? _key!.PublicKey.ToSpki());

    public string Id => Base64Url.EncodeToString(CredentialId);

    /// <summary>What <c>navigator.credentials.create()</c> resolves to, as JSON.</summary>
    public JsonObject Create(byte[] challenge)
    {
        var client = ClientData(Type ?? "webauthn.create", challenge);
        byte[] data = [.. AuthenticatorData(registration: true), .. Extra];
        var signer = AttestationKey;
        var toSign = (byte[])[.. data, .. SHA256.HashData(client)];
        var statement = Attestation switch
        {
            "none" => Map(),
            "packed" when signer is not null => Map(
                ("alg", Int(-7)), ("sig", Bytes(signer.SignData(toSign, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))),
                ("x5c", (byte[])[.. Head(4, AttestationCertificates.Count), .. AttestationCertificates.SelectMany(Bytes)])),
            _ => Map(("alg", Int((int)(AttestationAlgorithm ?? Algorithm))), ("sig", Bytes(Sign(toSign)))),
        };
        var attestation = Map(("fmt", Text(Attestation)), ("attStmt", statement), ("authData", Bytes(data)));
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("usb", "nfc"),
        });
    }

    /// <summary>What <c>navigator.credentials.get()</c> resolves to, as JSON.</summary>
    public JsonObject Get(byte[] challenge)
    {
        if (Counts)
        {
            Count++;
        }

        var client = ClientData(Type ?? "webauthn.get", challenge);
        byte[] data = [.. AuthenticatorData(registration: false), .. Extra];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(Sign([.. data, .. SHA256.HashData(client)])),
            ["userHandle"] = null,
        });
    }

    public WebAuthnAssertion Assert(byte[] challenge) => WebAuthnAssertion.Read(JsonSerializer.SerializeToElement(Get(challenge)));

    public WebAuthnRegistration Register(byte[] challenge) => WebAuthnRegistration.Read(JsonSerializer.SerializeToElement(Create(challenge)));

    /// <summary>A statement signed by this key.</summary>
    public PersonalStatement SignStatement(string payloadType, byte[] payload) =>
        PersonalStatement.By(Assert(PersonalStatement.ChallengeFor(payload)), payloadType, payload);

    /// <summary>The public key in COSE form.</summary>
    public byte[] CoseKey()
    {
        if (_rsa is not null)
        {
            var parameters = _rsa.ExportParameters(includePrivateParameters: false);
            return IntMap((1, Int(3)), (3, Int((int)Algorithm)), (-1, Bytes(parameters.Modulus!)), (-2, Bytes(parameters.Exponent!)));
        }

        var spki = _key!.PublicKey.ToSpki();
        if (Algorithm == CoseAlgorithm.EdDsa)
        {
            return IntMap((1, Int(1)), (3, Int((int)Algorithm)), (-1, Int(6)), (-2, Bytes(spki[^32..])));
        }

        var size = Algorithm == CoseAlgorithm.Es384 ? 48 : 32;
        return IntMap(
            (1, Int(2)), (3, Int((int)Algorithm)), (-1, Int(size == 48 ? 2 : 1)), (-2, Bytes(spki[^(2 * size)..^size])), (-3, Bytes(spki[^size..])));
    }

    public void Dispose()
    {
        _key?.Dispose();
        _rsa?.Dispose();
    }

    internal static byte[] Head(int major, int value) => value switch
    {
        < 24 => [(byte)((major << 5) | value)],
        < 256 => [(byte)((major << 5) | 24), (byte)value],
        _ => [(byte)((major << 5) | 25), (byte)(value >> 8), (byte)(value & 0xff)],
    };

    internal static byte[] Int(int value) => value >= 0 ? Head(0, value) : Head(1, -1 - value);

    internal static byte[] Bytes(byte[] value) => [.. Head(2, value.Length), .. value];

    internal static byte[] Text(string value) => [.. Head(3, value.Length), .. Encoding.ASCII.GetBytes(value)];

    internal static byte[] Map(params (string Key, byte[] Value)[] entries) =>
        [.. Head(5, entries.Length), .. entries.SelectMany(entry => (byte[])[.. Text(entry.Key), .. entry.Value])];

    internal static byte[] IntMap(params (int Key, byte[] Value)[] entries) =>
        [.. Head(5, entries.Length), .. entries.SelectMany(entry => (byte[])[.. Int(entry.Key), .. entry.Value])];

    private JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Id,
        ["rawId"] = Id,
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "cross-platform",
        ["response"] = response,
        ["clientExtensionResults"] = new JsonObject(),
    };

    private byte[] ClientData(string type, byte[] challenge) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = Base64Url.EncodeToString(challenge),
        ["origin"] = Origin,
        ["crossOrigin"] = CrossOrigin,
    }.ToJsonString());

    private byte[] AuthenticatorData(bool registration)
    {
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(RelyingParty)).CopyTo(data, 0);
        data[32] = (byte)(Traits | (registration ? AuthenticatorTraits.AttestedCredential : AuthenticatorTraits.None));
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), Count);
        return registration
            ? [.. data, .. Model.ToByteArray(bigEndian: true), (byte)(CredentialId.Length >> 8), (byte)(CredentialId.Length & 0xff), .. CredentialId, .. CoseKey()]
            : data;
    }

    private byte[] Sign(byte[] data) => _rsa?.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? _key!.Sign(data);
}
