using System.Globalization;

namespace Concordat.Signing.Pkcs11;

/// <summary>A PKCS #11 module refused a call.</summary>
internal sealed class CryptokiException(string call, nuint code) : Exception($"{call} failed with {NameOf(code)}")
{
    public const nuint Ok = 0;
    public const nuint AlreadyLoggedIn = 0x100;
    public const nuint AlreadyInitialized = 0x191;

    /// <summary>Whether the PIN was refused: it must not be tried again, because tokens lock after a few times.</summary>
    public bool IsAboutPin => code is >= 0xA0 and <= 0xA4;

    // The codes that a token, a card reader or a network HSM is known to answer when something is wrong with it (section 11 of the header).
    private static string NameOf(nuint code) => code switch
    {
        0x05 => "CKR_GENERAL_ERROR",
        0x06 => "CKR_FUNCTION_FAILED",
        0x07 => "CKR_ARGUMENTS_BAD",
        0x30 => "CKR_DEVICE_ERROR",
        0x31 => "CKR_DEVICE_MEMORY",
        0x32 => "CKR_DEVICE_REMOVED",
        0x54 => "CKR_FUNCTION_NOT_SUPPORTED",
        0x60 => "CKR_KEY_HANDLE_INVALID",
        0x63 => "CKR_KEY_TYPE_INCONSISTENT",
        0x68 => "CKR_KEY_FUNCTION_NOT_PERMITTED",
        0x70 => "CKR_MECHANISM_INVALID",
        0x82 => "CKR_OBJECT_HANDLE_INVALID",
        0xA0 => "CKR_PIN_INCORRECT",
        0xA1 => "CKR_PIN_INVALID",
        0xA2 => "CKR_PIN_LEN_RANGE",
        0xA3 => "CKR_PIN_EXPIRED",
        0xA4 => "CKR_PIN_LOCKED",
        0xB0 => "CKR_SESSION_CLOSED",
        0xB1 => "CKR_SESSION_COUNT",
        0xB3 => "CKR_SESSION_HANDLE_INVALID",
        0xE0 => "CKR_TOKEN_NOT_PRESENT",
        0xE1 => "CKR_TOKEN_NOT_RECOGNIZED",
        0x101 => "CKR_USER_NOT_LOGGED_IN",
        0x102 => "CKR_USER_PIN_NOT_INITIALIZED",
        0x190 => "CKR_CRYPTOKI_NOT_INITIALIZED",
        _ => "code 0x" + code.ToString("x", CultureInfo.InvariantCulture),
    };
}
