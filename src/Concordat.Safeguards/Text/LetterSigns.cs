namespace Concordat.Safeguards.Text;

/// <summary>The letters that digits and signs are written for: <c>tr4ck</c>, <c>f@ce</c>.</summary>
internal static class LetterSigns
{
    /// <summary>Stands in <see cref="Letters"/> for signs that join letters.</summary>
    public const byte Joiner = 1;

    /// <summary>The letter that each byte may stand for, in lower case; <see cref="Joiner"/> for signs that join, 0 for signs that part.</summary>
    public static readonly byte[] Letters = Build();

    /// <summary>A byte stands for itself.</summary>
    public static bool IsPlain(byte original, byte letter) => (original | 0x20) == letter || original >= 0x80;

    private static byte[] Build()
    {
        var table = new byte[256];
        for (var i = 0; i < 256; i++)
        {
            table[i] = (char)i switch
            {
                >= 'a' and <= 'z' or >= (char)0x80 => (byte)i,
                >= 'A' and <= 'Z' => (byte)(i + 32),
                '0' => (byte)'o',
                '1' or '!' or '|' => (byte)'i',
                '2' => (byte)'z',
                '3' => (byte)'e',
                '4' or '@' => (byte)'a',
                '5' or '$' => (byte)'s',
                '6' or '9' => (byte)'g',
                '7' => (byte)'t',
                '8' => (byte)'b',
                '-' or '.' or '_' or '*' or '~' or '`' => Joiner,
                _ => 0,
            };
        }

        return table;
    }
}
