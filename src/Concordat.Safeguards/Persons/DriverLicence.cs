using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>The forms of driver licence numbers, of the States and of the United Kingdom, as far as they can be told from dates and telephone numbers.</summary>
/// <remarks>
/// One group of 7 to 12 digits; one or two letters and 5 to 14 digits, also with hyphens between (Florida, Illinois, Michigan, Wisconsin);
/// three groups of three digits (New York); 12 or 16 letters and digits that begin with three letters (Washington, United Kingdom). After AAMVA's
/// list of licence formats; Hawaii's letter and eight digits are among them.
/// </remarks>
internal static class DriverLicence
{
    private const int MaxGroups = 6;

    /// <summary>Takes the number that begins at <paramref name="start"/>; returns where it ends, or 0.</summary>
    public static int Report(Findings findings, ReadOnlySpan<byte> window, int start)
    {
        Span<byte> code = stackalloc byte[24];
        Span<int> groups = stackalloc int[MaxGroups];
        var (length, count, at) = (0, 0, start);
        while (count < MaxGroups)
        {
            var end = at;
            while (end < window.Length && char.IsAsciiLetterOrDigit((char)window[end]))
            {
                end++;
            }

            if (end == at || length + end - at > code.Length)
            {
                return 0;
            }

            window[at..end].CopyTo(code[length..]);
            length += end - at;
            groups[count++] = end - at;
            at = end;
            if (end + 1 >= window.Length || window[end] is not ((byte)'-' or (byte)' ') || !char.IsAsciiDigit((char)window[end + 1]))
            {
                break;
            }

            at = end + 1;
        }

        if (!IsLicence(code[..length], groups[..count]))
        {
            return 0;
        }

        findings.AddPerson(PersonKind.Licence, Encoding.ASCII.GetString(code[..length]).ToUpperInvariant(), PersonNationality.Unknown);
        return at;
    }

    private static bool IsLicence(ReadOnlySpan<byte> code, ReadOnlySpan<int> groups)
    {
        var letters = code.IndexOfAnyInRange((byte)'0', (byte)'9');
        if (letters < 0)
        {
            return false;
        }

        if (!code[letters..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return letters switch
            {
                0 => groups is [>= 7 and <= 12] or [3, 3, 3],
                1 or 2 => code.Length - letters is >= 5 and <= 14,
                _ => false,
            };
        }

        return groups.Length == 1 && letters is >= 3 and <= 7 && code.Length is 12 or 16;
    }
}
