using Concordat.Safeguards.Glosses;
using Concordat.Safeguards.Text;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Suspicion;

/// <summary>Reads words with digits or signs for letters, <c>tr4ck</c> or <c>p30pl3</c>, as the words they stand for.</summary>
/// <remarks>Names such as <c>C4ISR</c> stay: what is no English word is replaced only where it is long and has single signs between its letters.</remarks>
internal static class DisguisedWord
{
    private const int Shortest = 2;
    private const int Longest = 40;
    private const int LongName = 6;

    /// <summary>Replaces the signs in place.</summary>
    /// <param name="token">What stands between two blanks; signs before and after the word stay.</param>
    /// <param name="hash">Of the word that it stands for.</param>
    /// <returns>False when it stands for nothing else.</returns>
    public static bool TryRead(Span<byte> token, out ulong hash)
    {
        hash = 0;
        if (!token.ContainsAnyInRange((byte)'0', (byte)'9') && token.IndexOfAny("@$!|"u8) < 0)
        {
            return false;
        }

        token = token.TrimStart("\"'(["u8).TrimEnd("\"')].,;:?!"u8);
        return token.Length is >= Shortest and <= Longest && IsDisguised(token, out var isLong)
            && (Replace(token, (byte)'i', isLong: false, out hash) || Replace(token, (byte)'l', isLong: false, out hash) || Replace(token, (byte)'i', isLong, out hash));
    }

    private static bool IsDisguised(ReadOnlySpan<byte> token, out bool isLong)
    {
        var (letters, signs, between) = (0, 0, 0);
        for (var i = 0; i < token.Length; i++)
        {
            var letter = LetterSigns.Letters[token[i]];
            if (letter <= LetterSigns.Joiner || token[i] >= 0x80)
            {
                isLong = false;
                return false;
            }

            if (LetterSigns.IsPlain(token[i], letter))
            {
                letters++;
            }
            else
            {
                signs++;
                between += i > 0 && i + 1 < token.Length && IsLower(token[i - 1]) && IsLower(token[i + 1]) ? 1 : 0;
            }
        }

        isLong = token.Length >= LongName && between == signs;
        return letters > 0 && signs > 0;
    }

    private static bool IsLower(byte b) => b is >= (byte)'a' and <= (byte)'z';

    private static bool Replace(Span<byte> token, byte one, bool isLong, out ulong hash)
    {
        hash = WordTable.Seed;
        foreach (var b in token)
        {
            hash = WordTable.Step(hash, Letter(b, one));
        }

        if (!isLong && !EnglishWords.Contains(hash))
        {
            return false;
        }

        foreach (ref var b in token)
        {
            b = LetterSigns.IsPlain(b, LetterSigns.Letters[b]) ? b : Letter(b, one);
        }

        return true;
    }

    private static byte Letter(byte b, byte one) => LetterSigns.Letters[b] is (byte)'i' && !LetterSigns.IsPlain(b, (byte)'i') ? one : LetterSigns.Letters[b];
}
