namespace Concordat.Gateway.Dialects;

/// <summary>Kinds of content that no safeguard here can read; each becomes a fact that the agreement decides on.</summary>
[Flags]
internal enum UninspectableKinds
{
    None = 0,
    Image = 1,
    Audio = 2,
    File = 4,
    Video = 8,
    Encrypted = 16,
    Unknown = 32,
}
