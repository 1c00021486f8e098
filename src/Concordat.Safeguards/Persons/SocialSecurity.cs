using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>The rules of the Social Security number: area not 000, 666 or 900 and up, group not 00, serial not 0000; and of the taxpayer number.</summary>
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
        if (area[0] == '9' && IsTaxpayer(digits))
        {
            // whoever has one has no Social Security number, and may be of any nationality
            findings.AddPerson(PersonKind.Ssn, digits, PersonNationality.Unknown);
            return true;
        }

        if (area is "000" or "666" || area[0] == '9' || digits.AsSpan(3, 2) is "00" || digits.AsSpan(5) is "0000")
        {
            return false;
        }

        findings.AddPerson(PersonKind.Ssn, digits, PersonNationality.Us);
        return true;
    }

    /// <summary>Individual Taxpayer Identification Numbers: area 9.., group 50 to 65, 70 to 88, 90 to 92, 94 to 99 (IRS, IRM 3.21.263).</summary>
    private static bool IsTaxpayer(string digits) =>
        ((digits[3] - '0') * 10) + digits[4] - '0' is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or >= 94;
}
