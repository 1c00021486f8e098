using System.Runtime.InteropServices;

namespace Concordat.Signing.OpenSsl;

/// <summary>The few calls of OpenSSL 3 that Ed25519 needs, because the framework has no Ed25519 type.</summary>
internal static unsafe partial class LibCrypto
{
    public const int Ed25519 = 1087; // NID_ED25519

    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial EvpKeyHandle EVP_PKEY_new_raw_private_key(int type, nint engine, byte* key, nuint length);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial EvpKeyHandle EVP_PKEY_new_raw_public_key(int type, nint engine, byte* key, nuint length);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EVP_PKEY_get_raw_private_key(EvpKeyHandle key, byte* output, nuint* length);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EVP_PKEY_get_raw_public_key(EvpKeyHandle key, byte* output, nuint* length);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial EvpDigestHandle EVP_MD_CTX_new();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EVP_DigestSignInit(EvpDigestHandle context, nint keyContext, nint digest, nint engine, EvpKeyHandle key);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EVP_DigestSign(EvpDigestHandle context, byte* signature, nuint* signatureLength, byte* data, nuint length);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EVP_DigestVerifyInit(EvpDigestHandle context, nint keyContext, nint digest, nint engine, EvpKeyHandle key);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EVP_DigestVerify(EvpDigestHandle context, byte* signature, nuint signatureLength, byte* data, nuint length);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void ERR_clear_error();
}
