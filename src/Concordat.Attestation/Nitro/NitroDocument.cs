using System.Globalization;
using Concordat.Attestation.Cbor;
using Concordat.Attestation.Checking;

namespace Concordat.Attestation.Nitro;

/// <summary>An attestation document of a Nitro Enclave as it was written; nothing in it is believed yet.</summary>
/// <remarks>Source: AWS Nitro Enclaves, "Verifying the root of trust" (attestation_process.md); RFC 9052 for COSE_Sign1.</remarks>
internal sealed record NitroDocument
{
    private const int MostPcrs = 32;
    private const int Es384 = 34; // -1-34 = -35

    public required byte[] Protected { get; init; }

    public required byte[] Payload { get; init; }

    /// <summary>R and S, 48 bytes each.</summary>
    public required byte[] Signature { get; init; }

    public string Module { get; private set; } = "";

    public DateTimeOffset Made { get; private set; }

    /// <summary>SHA-384 registers by number.</summary>
    public SortedDictionary<int, byte[]> Pcrs { get; } = [];

    public byte[] Certificate { get; private set; } = [];

    /// <summary>The authorities from the root down.</summary>
    public List<byte[]> Bundle { get; } = [];

    public byte[]? PublicKey { get; private set; }

    public byte[]? UserData { get; private set; }

    public byte[]? Nonce { get; private set; }

    public static NitroDocument Read(ReadOnlySpan<byte> document)
    {
        var outer = new CborReader(document);
        if (outer.ReadArray() != 4)
        {
            throw EvidenceException.Malformed("it is not a COSE_Sign1 document");
        }

        var header = outer.ReadBytes().ToArray();
        ReadAlgorithm(header);
        if (outer.ReadMap() != 0)
        {
            throw EvidenceException.Malformed("it has an unprotected header, which nothing signs");
        }

        var read = new NitroDocument { Protected = header, Payload = outer.ReadBytes().ToArray(), Signature = outer.ReadBytes().ToArray() };
        outer.ReadEnd();
        read.ReadPayload();
        return read.Signature.Length == 96 ? read : throw EvidenceException.Malformed("its signature is not of 96 bytes");
    }

    private static void ReadAlgorithm(byte[] header)
    {
        var reader = new CborReader(header);
        if (reader.ReadMap() != 1 || reader.ReadUnsigned() != 1)
        {
            throw EvidenceException.Malformed("its protected header names more than an algorithm");
        }

        if (reader.ReadNegative() != Es384)
        {
            throw new EvidenceException(EvidenceFault.Algorithm, "it is signed under another algorithm than ES384");
        }

        reader.ReadEnd();
    }

    private void ReadPayload()
    {
        var reader = new CborReader(Payload);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var left = reader.ReadMap(); left > 0; left--)
        {
            var name = reader.ReadText();
            if (!seen.Add(name))
            {
                throw EvidenceException.Malformed($"it says `{name}` twice");
            }

            ReadMember(ref reader, name);
        }

        reader.ReadEnd();
        foreach (var name in (string[])["module_id", "digest", "timestamp", "pcrs", "certificate", "cabundle"])
        {
            if (!seen.Contains(name))
            {
                throw EvidenceException.Malformed($"it does not say `{name}`");
            }
        }
    }

    private void ReadMember(ref CborReader reader, string name)
    {
        switch (name)
        {
            case "module_id":
                Module = reader.ReadText();
                break;
            case "digest" when reader.ReadText() != "SHA384":
                throw new EvidenceException(EvidenceFault.Algorithm, "its registers are under another digest than SHA384");
            case "digest":
                break;
            case "timestamp":
                Made = reader.ReadUnsigned() is var milliseconds and < 253_402_300_800_000
                    ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
                    : throw EvidenceException.Malformed("its time is not one");
                break;
            case "pcrs":
                ReadPcrs(ref reader);
                break;
            case "certificate":
                Certificate = reader.ReadBytes().ToArray();
                break;
            case "cabundle":
                ReadBundle(ref reader);
                break;
            case "public_key":
                PublicKey = reader.ReadOptionalBytes();
                break;
            case "user_data":
                UserData = reader.ReadOptionalBytes();
                break;
            case "nonce":
                Nonce = reader.ReadOptionalBytes();
                break;
            default:
                throw EvidenceException.Malformed("it has a member that such documents do not have");
        }
    }

    private void ReadPcrs(ref CborReader reader)
    {
        for (var left = reader.ReadMap(); left > 0; left--)
        {
            var number = reader.ReadUnsigned();
            var value = reader.ReadBytes().ToArray();
            if (number >= MostPcrs || value.Length != 48 || !Pcrs.TryAdd((int)number, value))
            {
                throw EvidenceException.Malformed(string.Create(CultureInfo.InvariantCulture, $"its register {number} is not one of SHA-384"));
            }
        }
    }

    private void ReadBundle(ref CborReader reader)
    {
        var count = reader.ReadArray();
        if (count is 0 or > CertificatePath.MostBetween)
        {
            throw EvidenceException.Malformed($"it has {count} authorities");
        }

        for (; count > 0; count--)
        {
            Bundle.Add(reader.ReadBytes().ToArray());
        }
    }
}
