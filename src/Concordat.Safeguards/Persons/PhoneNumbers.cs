using System.Collections.Frozen;
using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Telephone numbers in E.164 form and what their country says: +1 with a U.S. area code is U.S., any other country foreign.</summary>
internal static class PhoneNumbers
{
    /// <summary>Area codes of +1 that are not U.S.: Canada, then the Caribbean and Bermuda (North American Numbering Plan).</summary>
    private static readonly FrozenSet<string> _foreignAreas = FrozenSet.ToFrozenSet(
        ("204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 450 460 468 474 506 514 519 537 548 568 579 "
        + "581 584 587 600 604 613 622 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942 "
        + "242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876").Split(' '), StringComparer.Ordinal);

    /// <summary>Freephone and premium services: nobody's own number.</summary>
    private static readonly FrozenSet<string> _services = FrozenSet.ToFrozenSet(
        "800 822 833 844 855 866 877 888 900".Split(' '), StringComparer.Ordinal);

    /// <summary>Longest number after the country code, where it is shorter than the plan allows; keeps a following number out.</summary>
    private static readonly FrozenDictionary<string, int> _national = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["7"] = 10, ["20"] = 10, ["27"] = 9, ["30"] = 10, ["31"] = 9, ["32"] = 9, ["33"] = 9, ["34"] = 9, ["36"] = 9, ["39"] = 11, ["40"] = 9,
        ["41"] = 9, ["43"] = 12, ["44"] = 10, ["45"] = 8, ["46"] = 9, ["47"] = 8, ["48"] = 9, ["49"] = 11, ["51"] = 9, ["52"] = 10, ["54"] = 11,
        ["55"] = 11, ["60"] = 10, ["61"] = 9, ["62"] = 12, ["63"] = 10, ["64"] = 10, ["65"] = 8, ["66"] = 9, ["81"] = 10, ["82"] = 10, ["84"] = 10,
        ["86"] = 11, ["90"] = 10, ["91"] = 10, ["92"] = 10, ["93"] = 9, ["98"] = 10, ["380"] = 9, ["375"] = 9, ["972"] = 9, ["966"] = 9, ["964"] = 10,
        ["963"] = 9, ["961"] = 8, ["962"] = 9, ["967"] = 9, ["971"] = 9, ["886"] = 9, ["850"] = 10, ["852"] = 8, ["353"] = 9, ["358"] = 10, ["370"] = 8,
        ["371"] = 8, ["372"] = 8, ["420"] = 9, ["421"] = 9,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Ten digits that the numbering plan could assign: area and exchange begin with 2 to 9 and do not end in 11.</summary>
    public static bool IsNorthAmerican(ReadOnlySpan<byte> digits) => digits.Length == 10
        && digits[0] is >= (byte)'2' and <= (byte)'9' && digits[3] is >= (byte)'2' and <= (byte)'9'
        && digits[1] != '9' && !(digits[1] == '1' && digits[2] == '1') && !(digits[4] == '1' && digits[5] == '1');

    public static bool NorthAmerican(Findings findings, ReadOnlySpan<byte> window, ReadOnlySpan<(int Start, int Length)> groups)
    {
        Span<byte> digits = stackalloc byte[10];
        Join(window, groups, digits);
        return IsNorthAmerican(digits) && ReportNorthAmerican(findings, Encoding.ASCII.GetString(digits));
    }

    public static bool ReportNorthAmerican(Findings findings, string digits)
    {
        var area = digits[..3];
        if (!_services.Contains(area))
        {
            findings.AddPerson(PersonKind.Phone, "+1" + digits, _foreignAreas.Contains(area) ? PersonNationality.Foreign : PersonNationality.Us);
        }

        return true;
    }

    /// <summary>A number with <c>+</c>; returns how many groups it takes, or 0.</summary>
    public static int International(Findings findings, ReadOnlySpan<byte> window, in NumberRun run) =>
        ReportInternational(findings, window, run.Groups[..run.Count], 0);

    /// <summary>A number that begins with 00 (then international), or with a trunk 0 next to a word such as <c>phone</c>.</summary>
    public static int TrunkOrExit(Findings findings, ReadOnlySpan<byte> window, ReadOnlySpan<(int Start, int Length)> groups, bool named)
    {
        if (window[groups[0].Start + 1] == '0')
        {
            return ReportInternational(findings, window, groups, 2);
        }

        Span<byte> digits = stackalloc byte[15];
        var taken = 0;
        var length = 0;
        while (taken < groups.Length && length + groups[taken].Length <= 12)
        {
            length += groups[taken++].Length;
        }

        if (!named || length < 9)
        {
            return 0;
        }

        Join(window, groups[..taken], digits);
        findings.AddPerson(PersonKind.Phone, Encoding.ASCII.GetString(digits[..length]), PersonNationality.Unknown);
        return taken;
    }

    private static int ReportInternational(Findings findings, ReadOnlySpan<byte> window, ReadOnlySpan<(int Start, int Length)> groups, int skip)
    {
        Span<byte> digits = stackalloc byte[40];
        if (groups[^1].Start + groups[^1].Length - groups[0].Start < 8)
        {
            return 0;
        }

        var taken = 0;
        var length = 0;
        var limit = 15;
        while (taken < groups.Length && groups[taken].Length <= 17)
        {
            var group = window.Slice(groups[taken].Start, groups[taken].Length);
            group = taken == 0 ? group[Math.Min(skip, group.Length)..] : group;

            // +44 (0)20: the trunk zero is not dialled from abroad
            if (!(taken > 0 && group is [(byte)'0'] && window[groups[taken].Start - 1] == '('))
            {
                if (length + group.Length > limit)
                {
                    break;
                }

                group.CopyTo(digits[length..]);
                length += group.Length;
                limit = length >= 3 || taken + 1 == groups.Length ? Math.Min(limit, Limit(digits[..length])) : limit;
            }

            taken++;
            if (length >= limit)
            {
                break;
            }
        }

        if (length > limit || length < 8 || digits[0] == '0')
        {
            return 0;
        }

        var number = Encoding.ASCII.GetString(digits[..length]);
        if (digits[0] == '1')
        {
            return length == 11 && IsNorthAmerican(digits[1..11]) && ReportNorthAmerican(findings, number[1..]) ? taken : 0;
        }

        findings.AddPerson(PersonKind.Phone, "+" + number, PersonNationality.Foreign);
        return taken;
    }

    private static int Limit(ReadOnlySpan<byte> digits)
    {
        if (digits is [(byte)'1', ..])
        {
            return 11;
        }

        for (var code = 1; code <= Math.Min(3, digits.Length); code++)
        {
            if (_national.TryGetValue(Encoding.ASCII.GetString(digits[..code]), out var national))
            {
                return code + national;
            }
        }

        return 15;
    }

    private static void Join(ReadOnlySpan<byte> window, ReadOnlySpan<(int Start, int Length)> groups, Span<byte> digits)
    {
        var at = 0;
        foreach (var (start, length) in groups)
        {
            window.Slice(start, length).CopyTo(digits[at..]);
            at += length;
        }
    }
}
