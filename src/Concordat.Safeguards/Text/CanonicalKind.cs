namespace Concordat.Safeguards.Text;

/// <summary>What canonical text does with one scalar value.</summary>
[Flags]
internal enum CanonicalKind
{
    None = 0,

    /// <summary>Stands for the ASCII characters in the entry.</summary>
    Ascii = 1,

    /// <summary>A letter or sign without an ASCII form; kept as itself, case folded.</summary>
    Letter = 1 << 1,

    /// <summary>Leaves no trace: combining marks, variation selectors, soft hyphens.</summary>
    Drop = 1 << 2,

    /// <summary>Invisible; hiding when it stands inside Latin text.</summary>
    ZeroWidth = 1 << 3,

    /// <summary>Invisible and never needed: tag characters, direction overrides, NUL.</summary>
    Hidden = 1 << 4,

    /// <summary>A letter of another script that looks like the ASCII letter in the entry.</summary>
    LookAlike = 1 << 5,

    /// <summary>A styled form (mathematical, enclosed, full-width) of the ASCII letter in the entry.</summary>
    Styled = 1 << 6,

    /// <summary>Ends a token: spaces, and scripts that write no spaces.</summary>
    Breaks = 1 << 7,

    /// <summary>Ends a line.</summary>
    Newline = 1 << 8,

    /// <summary>A Latin letter.</summary>
    Latin = 1 << 9,
}
