using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Concordat.Signing.WebAuthn;

/// <summary>Reads a public key in COSE form: exactly the members that its algorithm has, each of its one size.</summary>
/// <remarks>Source: RFC 9052 section 7, RFC 9053 section 7, RFC 8230 (RSA), WebAuthn Level 3 section 5.8.5.</remarks>
internal static class CoseKey
{
    private const int KeyType = 1;
    private const int Algorithm = 3;
    private const int Curve = -1;
    private const int First = -2;
    private const int Second = -3;

    /// <returns>Null where the algorithm is none of ours.</returns>
    /// <exception cref="SigningFormatException">It is malformed.</exception>
    public static CredentialKey? Read(ref CborReader cbor)
    {
        var count = cbor.ReadMap();
        ReadOnlySpan<byte> at = default;
        Expect(ref cbor, ref at, KeyType);
        var type = cbor.ReadInteger();
        Expect(ref cbor, ref at, Algorithm);
        var algorithm = cbor.ReadInteger();
        switch ((algorithm, type, count))
        {
            case ((int)CoseAlgorithm.Es256, 2, 5):
                return ReadEc(ref cbor, ref at, SignatureAlgorithm.EcdsaP256, curve: 1, size: 32);
            case ((int)CoseAlgorithm.Es384, 2, 5):
                return ReadEc(ref cbor, ref at, SignatureAlgorithm.EcdsaP384, curve: 2, size: 48);
            case ((int)CoseAlgorithm.EdDsa, 1, 4):
                Expect(ref cbor, ref at, Curve);
                if (cbor.ReadInteger() != 6)
                {
                    return null;
                }

                return Import(KeyAlgorithms.WriteEd25519Spki(Coordinate(ref cbor, ref at, First, 32)));
            case ((int)CoseAlgorithm.Rs256, 3, 4):
                Expect(ref cbor, ref at, Curve);
                var modulus = cbor.ReadBytes();
                Expect(ref cbor, ref at, First);
                var exponent = cbor.ReadBytes();
                return modulus.Length is >= 256 and <= 512 && modulus[0] >= 0x80 && exponent.SequenceEqual((ReadOnlySpan<byte>)[1, 0, 1])
                    ? CredentialKey.FromRsa(modulus, exponent)
                    : throw new SigningFormatException("cose", "the RSA key has an unusual modulus or exponent");
            default:
                return null;
        }
    }

    private static CredentialKey? ReadEc(ref CborReader cbor, ref ReadOnlySpan<byte> at, SignatureAlgorithm algorithm, int curve, int size)
    {
        Expect(ref cbor, ref at, Curve);
        if (cbor.ReadInteger() != curve)
        {
            return null;
        }

        byte[] point = [4, .. Coordinate(ref cbor, ref at, First, size), .. Coordinate(ref cbor, ref at, Second, size)];
        return Import(KeyAlgorithms.WriteEcSpki(algorithm, point));
    }

    private static CredentialKey Import(byte[] spki)
    {
        try
        {
            return CredentialKey.FromSpki(spki);
        }
        catch (Exception fault) when (fault is CryptographicException or AsnContentException or ArgumentException)
        {
            throw new SigningFormatException("cose", "the public key is no point of its curve", fault);
        }
    }

    private static ReadOnlySpan<byte> Coordinate(ref CborReader cbor, ref ReadOnlySpan<byte> at, int name, int size)
    {
        Expect(ref cbor, ref at, name);
        var value = cbor.ReadBytes();
        return value.Length == size ? value : throw new SigningFormatException("cose", $"a coordinate of the public key has {value.Length} bytes instead of {size}");
    }

    /// <summary>The next key must be this small number.</summary>
    private static void Expect(ref CborReader cbor, ref ReadOnlySpan<byte> at, int name)
    {
        at = cbor.ReadKey(at);
        var encoded = (byte)(name >= 0 ? name : 0x20 | (-1 - name));
        if (at.Length != 1 || at[0] != encoded)
        {
            throw new SigningFormatException("cose", "the public key has other members than its algorithm has");
        }
    }
}
