namespace Concordat.Safeguards.Text;

/// <summary>How decoded bytes write their text.</summary>
internal enum CodeUnits
{
    Utf8,

    /// <summary>Two bytes a character, the first of them 0 for ASCII (UTF-7, Java).</summary>
    Utf16BigEndian,

    /// <summary>Two bytes a character, the second of them 0 for ASCII (PowerShell, Windows).</summary>
    Utf16LittleEndian,
}
