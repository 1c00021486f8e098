namespace Concordat.Signing.Pkcs11;

/// <summary>What a token says of itself.</summary>
internal readonly record struct TokenInfo(string Label, string Serial, nuint Flags)
{
    public bool NeedsLogin => (Flags & 0x4) != 0;

    /// <summary>Whether the PIN is typed on the token or its reader.</summary>
    public bool HasKeyPad => (Flags & 0x100) != 0;

    public bool IsInitialized => (Flags & 0x400) != 0;
}
