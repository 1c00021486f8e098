namespace Concordat.Signing.Pkcs11;

/// <summary>Numbers of the kinds of objects, of their attributes and of the mechanisms (OASIS PKCS #11 v3.0, header).</summary>
internal static class CryptokiObject
{
    public const nuint Certificate = 1;
    public const nuint PublicKey = 2;
    public const nuint PrivateKey = 3;

    public const nuint ClassAttribute = 0x0;
    public const nuint LabelAttribute = 0x3;
    public const nuint ValueAttribute = 0x11;
    public const nuint IdAttribute = 0x102;
    public const nuint EcParametersAttribute = 0x180;
    public const nuint EcPointAttribute = 0x181;

    public const nuint Ecdsa = 0x1041;
    public const nuint EdDsa = 0x1057;
}
