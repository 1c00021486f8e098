using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Finds vehicle plates, passport and driver licence numbers, which are codes only a nearby word can name.</summary>
internal static class CodeInspector
{
    public static void Inspect(Findings findings, ReadOnlySpan<byte> window, PersonContext context)
    {
        var plate = context.Has(PersonContext.Plate);
        var passport = context.Has(PersonContext.Passport);
        var licence = context.Has(PersonContext.Licence);
        if (!plate && !passport && !licence)
        {
            return;
        }

        var at = 0;
        while (at < window.Length)
        {
            if (!IsCode(window[at]))
            {
                at++;
                continue;
            }

            var start = at;
            at = CodeEnd(window, at);
            if (passport && ReportPassport(findings, window[start..at], context.Has(PersonContext.UsPassport)))
            {
                continue;
            }

            if (licence && DriverLicence.Report(findings, window, start) is > 0 and var end)
            {
                at = end;
                continue;
            }

            if (plate)
            {
                at = ReportPlate(findings, window, start, at);
            }
        }
    }

    private static bool ReportPassport(Findings findings, ReadOnlySpan<byte> code, bool american)
    {
        var letters = code.IndexOfAnyInRange((byte)'0', (byte)'9');
        if (code.Length is < 7 or > 10 || letters is < 0 or > 2 || code[letters..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        // U.S. numbers have nine characters: nine digits, or a letter and eight digits
        var nationality = american && code.Length == 9 ? PersonNationality.Us : PersonNationality.Unknown;
        findings.AddPerson(PersonKind.Passport, Encoding.ASCII.GetString(code).ToUpperInvariant(), nationality);
        return true;
    }

    /// <summary>Five to eight letters and digits, in up to three groups; returns where it ends.</summary>
    private static int ReportPlate(Findings findings, ReadOnlySpan<byte> window, int start, int end)
    {
        if (end - start <= 4 && end + 1 < window.Length && window[end] is (byte)' ' or (byte)'-' && IsCode(window[end + 1]))
        {
            var second = CodeEnd(window, end + 1);
            if (ThirdGroup(window, end, second) is var third && third > second && IsPlate(window[start..third]))
            {
                Report(findings, window[start..third]);
                return third;
            }

            if (second - end - 1 <= 5 && IsPlate(window[start..second]))
            {
                Report(findings, window[start..second]);
                return second;
            }
        }

        if (IsPlate(window[start..end]))
        {
            Report(findings, window[start..end]);
        }

        return end;
    }

    /// <summary>End of a short third group after a second hyphen, as in <c>AQ-106-KX</c>; the end of the second where there is none.</summary>
    private static int ThirdGroup(ReadOnlySpan<byte> window, int first, int second)
    {
        var third = second + 1 < window.Length && window[first] == '-' && window[second] == '-' && IsCode(window[second + 1])
            ? CodeEnd(window, second + 1)
            : second;
        return third - second <= 4 ? third : second;
    }

    private static bool IsPlate(ReadOnlySpan<byte> code)
    {
        int letters = 0, digits = 0;
        foreach (var b in code)
        {
            letters += char.IsAsciiLetter((char)b) ? 1 : 0;
            digits += char.IsAsciiDigit((char)b) ? 1 : 0;
        }

        return letters + digits is >= 5 and <= 8 && letters >= 1 && digits >= 2;
    }

    private static void Report(Findings findings, ReadOnlySpan<byte> code)
    {
        var text = Encoding.ASCII.GetString(code).ToUpperInvariant();
        findings.AddPerson(PersonKind.Plate, string.Concat(text.Where(char.IsAsciiLetterOrDigit)), PersonNationality.Unknown);
    }

    private static int CodeEnd(ReadOnlySpan<byte> window, int at)
    {
        while (at < window.Length && IsCode(window[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsCode(byte b) => char.IsAsciiLetterOrDigit((char)b);
}
