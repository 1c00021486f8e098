namespace Concordat.Safeguards.Text;

/// <summary>What one canonical byte is, as bits that tokens collect.</summary>
internal static class AsciiClass
{
    public const byte Lower = 1;
    public const byte Upper = 2;
    public const byte Digit = 4;
    public const byte Space = 8;
    public const byte Newline = 16;
    public const byte At = 32;
    public const byte Slash = 64;
    public const byte Other = 128;
    public const byte Word = Lower | Upper | Digit;
    public const byte Blank = Space | Newline;

    /// <summary>Class of each byte; bytes above 0x7F stand for letters of other scripts and count as <see cref="Other"/>.</summary>
    public static readonly byte[] Of = BuildClasses();

    /// <summary>ASCII lower case.</summary>
    public static readonly byte[] Fold = BuildFold();

    private static byte[] BuildClasses()
    {
        var table = new byte[256];
        for (var i = 0; i < 256; i++)
        {
            table[i] = (char)i switch
            {
                >= 'a' and <= 'z' => Lower,
                >= 'A' and <= 'Z' => Upper,
                >= '0' and <= '9' => Digit,
                '\n' or '\r' => Newline,
                ' ' or '\t' or '\v' or '\f' => Space,
                '@' => At,
                '/' => Slash,
                _ => Other,
            };
        }

        return table;
    }

    private static byte[] BuildFold()
    {
        var table = new byte[256];
        for (var i = 0; i < 256; i++)
        {
            table[i] = (byte)(i is >= 'A' and <= 'Z' ? i + 32 : i);
        }

        return table;
    }
}
