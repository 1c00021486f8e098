using System.Formats.Cbor;
using System.Security.Cryptography;

namespace Concordat.Attestation.Tests.Kit;

/// <summary>Documents like those of Nitro Enclaves, under a root of our own.</summary>
internal sealed record MintedNitro
{
    public required DateTimeOffset Made { get; init; }

    public string Region { get; init; } = "us-gov-west-1";

    public string Zone { get; init; } = "us-gov-west-1";

    public byte[]? Nonce { get; init; }

    public byte[]? UserData { get; init; }

    public byte[]? PublicKey { get; init; }

    public int Algorithm { get; init; } = -35;

    public bool Debug { get; init; }

    public TimeSpan LeafLife { get; init; } = TimeSpan.FromHours(3);

    public MintedChain Chain() => new MintedChain(Made)
        .Add("test.nitro-enclaves", life: TimeSpan.FromDays(30))
        .Add($"a0b1.{Region}.aws.nitro-enclaves")
        .Add($"c2d3.zonal.{Zone}.aws.nitro-enclaves")
        .Add($"i-0123456789abcdef0.{Region}.aws.nitro-enclaves")
        .Add($"i-0123456789abcdef0-enc0123.{Region}.aws", isAuthority: false, life: LeafLife);

    public byte[] Document(MintedChain chain)
    {
        var header = new CborWriter(CborConformanceMode.Canonical);
        header.WriteStartMap(1);
        header.WriteInt32(1);
        header.WriteInt32(Algorithm);
        header.WriteEndMap();
        var payload = Payload(chain);
        var signature = chain.LeafKey.SignData(ToBeSigned(header.Encode(), payload), HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        var document = new CborWriter(CborConformanceMode.Canonical);
        document.WriteStartArray(4);
        document.WriteByteString(header.Encode());
        document.WriteStartMap(0);
        document.WriteEndMap();
        document.WriteByteString(payload);
        document.WriteByteString(signature);
        document.WriteEndArray();
        return document.Encode();
    }

    private byte[] Payload(MintedChain chain)
    {
        var payload = new CborWriter(CborConformanceMode.Lax);
        payload.WriteStartMap(9);
        payload.WriteTextString("module_id");
        payload.WriteTextString("i-0123456789abcdef0-enc0123");
        payload.WriteTextString("digest");
        payload.WriteTextString("SHA384");
        payload.WriteTextString("timestamp");
        payload.WriteUInt64((ulong)Made.ToUnixTimeMilliseconds());
        payload.WriteTextString("pcrs");
        payload.WriteStartMap(16);
        for (var i = 0; i < 16; i++)
        {
            payload.WriteInt32(i);
            payload.WriteByteString(Register(i, Debug));
        }

        payload.WriteEndMap();
        payload.WriteTextString("certificate");
        payload.WriteByteString(chain.Leaf.RawData);
        payload.WriteTextString("cabundle");
        byte[][] authorities = [.. chain.Authorities];
        payload.WriteStartArray(authorities.Length);
        Array.ForEach(authorities, payload.WriteByteString);
        payload.WriteEndArray();
        Optional(payload, "public_key", PublicKey);
        Optional(payload, "user_data", UserData);
        Optional(payload, "nonce", Nonce);
        payload.WriteEndMap();
        return payload.Encode();
    }

    private static void Optional(CborWriter payload, string name, byte[]? value)
    {
        payload.WriteTextString(name);
        if (value is null)
        {
            payload.WriteNull();
        }
        else
        {
            payload.WriteByteString(value);
        }
    }

    /// <summary>What the register of that number holds.</summary>
    public static byte[] Register(int number, bool debug = false) =>
        number < 3 && !debug ? [.. Enumerable.Repeat((byte)(0x10 + number), 48)] : new byte[48];

    private static byte[] ToBeSigned(byte[] header, byte[] payload)
    {
        var signed = new CborWriter(CborConformanceMode.Canonical);
        signed.WriteStartArray(4);
        signed.WriteTextString("Signature1");
        signed.WriteByteString(header);
        signed.WriteByteString([]);
        signed.WriteByteString(payload);
        signed.WriteEndArray();
        return signed.Encode();
    }
}
