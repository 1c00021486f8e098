using System.Collections.Immutable;

namespace Concordat.Signing.WebAuthn;

/// <summary>How an authenticator vouches for a new credential (WebAuthn Level 3, section 6.5).</summary>
/// <param name="Format"><c>none</c>, <c>packed</c>, or one that is not taken.</param>
/// <param name="AuthenticatorData">The bytes that are vouched for.</param>
/// <param name="Algorithm">COSE number of the signature's algorithm; 0 where there is no signature.</param>
/// <param name="Signature">Empty where there is none.</param>
/// <param name="Certificates">DER, the authenticator's own first; empty where it vouches for itself.</param>
internal sealed record AttestationObject(string Format, byte[] AuthenticatorData, long Algorithm, byte[] Signature, ImmutableArray<byte[]> Certificates)
{
    private const int MostCertificates = 4;

    /// <exception cref="SigningFormatException">It is malformed.</exception>
    public static AttestationObject Parse(ReadOnlySpan<byte> encoded)
    {
        var cbor = new CborReader(encoded);
        if (cbor.ReadMap() != 3)
        {
            throw Malformed();
        }

        ReadOnlySpan<byte> key = default;
        Expect(ref cbor, ref key, "fmt");
        var format = cbor.ReadText();
        Expect(ref cbor, ref key, "attStmt");
        var (algorithm, signature, certificates) = format is "packed" ? ReadPacked(ref cbor) : ReadOther(ref cbor, format);
        Expect(ref cbor, ref key, "authData");
        var data = cbor.ReadBytes();
        return cbor.AtEnd && data.Length <= WebAuthn.AuthenticatorData.MaxBytes
            ? new AttestationObject(format, data.ToArray(), algorithm, signature, certificates)
            : throw Malformed();
    }

    private static (long Algorithm, byte[] Signature, ImmutableArray<byte[]> Certificates) ReadPacked(ref CborReader cbor)
    {
        var count = cbor.ReadMap();
        if (count is not (2 or 3))
        {
            throw Malformed();
        }

        ReadOnlySpan<byte> key = default;
        Expect(ref cbor, ref key, "alg");
        var algorithm = cbor.ReadInteger();
        Expect(ref cbor, ref key, "sig");
        var signature = cbor.ReadBytes().ToArray();
        if (count == 2)
        {
            return (algorithm, signature, []);
        }

        Expect(ref cbor, ref key, "x5c");
        var left = cbor.ReadArray();
        if (left is < 1 or > MostCertificates)
        {
            throw Malformed();
        }

        var certificates = ImmutableArray.CreateBuilder<byte[]>(left);
        for (; left > 0; left--)
        {
            certificates.Add(cbor.ReadBytes().ToArray());
        }

        return (algorithm, signature, certificates.ToImmutable());
    }

    private static (long Algorithm, byte[] Signature, ImmutableArray<byte[]> Certificates) ReadOther(ref CborReader cbor, string format)
    {
        var start = cbor;
        cbor.SkipValue();
        return format is not "none" || start.ReadMap() == 0 ? (0, [], []) : throw Malformed();
    }

    private static void Expect(ref CborReader cbor, ref ReadOnlySpan<byte> at, string name)
    {
        at = cbor.ReadKey(at);
        if (new CborReader(at).ReadText() is var found && !found.Equals(name, StringComparison.Ordinal))
        {
            throw Malformed();
        }
    }

    private static SigningFormatException Malformed() => new("attestation", "the attestation object has not the members that its format has");
}
