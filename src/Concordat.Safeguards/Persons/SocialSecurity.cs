using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>The rules of the Social Security number: area not 000, 666 or 900 and up, group not 00, serial not 0000.</summary>
internal static class SocialSecurity
{
    public static bool Report(Findings findings, ReadOnlySpan<byte> window, ReadOnlySpan<(int Start, int Length)> groups)
    {
        Span<byte> digits = stackalloc byte[9];
        var at = 0;
        foreach (var (start, length) in groups)
        {
            window.Slice(start, length).CopyTo(digits[at..]);
            at += length;
        }

        return Report(findings, Encoding.ASCII.GetString(digits));
    }

    public static bool Report(Findings findings, string digits)
    {
        var area = digits.AsSpan(0, 3);
        if (area is "000" or "666" || area[0] == '9' || digits.AsSpan(3, 2) is "00" || digits.AsSpan(5) is "0000")
        {
            return false;
        }

        findings.AddPerson(PersonKind.Ssn, digits, PersonNationality.Us);
        return true;
    }
}
