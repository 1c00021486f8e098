namespace Concordat.Safeguards.Persons;

/// <summary>Finds telephone and Social Security numbers in the digit groups of a window.</summary>
internal static class NumberInspector
{
    private const int _maxGroups = 24;

    public static void Inspect(Findings findings, ReadOnlySpan<byte> window, PersonContext context)
    {
        Span<(int Start, int Length)> groups = stackalloc (int, int)[_maxGroups];
        var run = new NumberRun(groups);
        var bare = new BareNumbers();
        var at = 0;
        while (at < window.Length)
        {
            var step = window[at..].IndexOfAnyInRange((byte)'0', (byte)'9');
            if (step < 0)
            {
                break;
            }

            at += step;
            run.Read(window, at);
            var cutStart = at == 0 && context.Has(PersonContext.CutLeft);
            if (!cutStart && IsOpenLeft(window, at) && IsOpenRight(window, run.End))
            {
                InspectRun(findings, window, ref run, context, ref bare);
            }

            at = run.End;
        }

        bare.Report(findings, context);
    }

    private static void InspectRun(Findings findings, ReadOnlySpan<byte> window, ref NumberRun run, PersonContext context, ref BareNumbers bare)
    {
        var group = 0;
        if (run.Plus && !Cut(window, run, run.Count - 1, context))
        {
            group = PhoneNumbers.International(findings, window, run);
        }

        while (group < run.Count)
        {
            var taken = Cut(window, run, group, context) ? 0 : Take(findings, window, run, group, context, ref bare);
            group += Math.Max(1, taken);
        }
    }

    /// <summary>Tries the forms that start at one group; returns how many groups the match takes, or 0.</summary>
    private static int Take(Findings findings, ReadOnlySpan<byte> window, in NumberRun run, int group, PersonContext context, ref BareNumbers bare)
    {
        var groups = run.Groups[group..run.Count];
        if (Shape(groups, 3, 2, 4) && Stands(window, run, group, 3, context) && SameSeparator(window, groups))
        {
            var spaced = window[groups[0].Start + 3] == ' ' && !context.Has(PersonContext.Ssn) && run.Count > 3;
            return !spaced && SocialSecurity.Report(findings, window, groups[..3]) ? 3 : 0;
        }

        if (Shape(groups, 3, 3, 4) && Stands(window, run, group, 3, context))
        {
            return PhoneNumbers.NorthAmerican(findings, window, groups[..3]) ? 3 : 0;
        }

        if (Shape(groups, 3, 7) && Stands(window, run, group, 2, context))
        {
            return PhoneNumbers.NorthAmerican(findings, window, groups[..2]) ? 2 : 0;
        }

        if (groups[0].Length == 1 && window[groups[0].Start] == '1' && Shape(groups[1..], 3, 3, 4) && Stands(window, run, group, 4, context))
        {
            return PhoneNumbers.NorthAmerican(findings, window, groups.Slice(1, 3)) ? 4 : 0;
        }

        if (group == 0 && groups[0].Length >= 2 && window[groups[0].Start] == '0')
        {
            return PhoneNumbers.TrunkOrExit(findings, window, groups, context.Has(PersonContext.Phone));
        }

        if (groups.Length == 1 && group == 0)
        {
            bare.Take(window.Slice(groups[0].Start, groups[0].Length), context);
        }

        return 0;
    }

    private static bool Shape(ReadOnlySpan<(int Start, int Length)> groups, params ReadOnlySpan<int> lengths)
    {
        if (groups.Length < lengths.Length)
        {
            return false;
        }

        for (var i = 0; i < lengths.Length; i++)
        {
            if (groups[i].Length != lengths[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Both gaps of a Social Security number are one byte and the same.</summary>
    private static bool SameSeparator(ReadOnlySpan<byte> window, ReadOnlySpan<(int Start, int Length)> groups)
    {
        var first = groups[0].Start + groups[0].Length;
        var second = groups[1].Start + groups[1].Length;
        return first + 1 == groups[1].Start && second + 1 == groups[2].Start && window[first] == window[second];
    }

    /// <summary>The group ends where the window was cut, so it may be longer than it looks.</summary>
    private static bool Cut(ReadOnlySpan<byte> window, in NumberRun run, int group, PersonContext context) =>
        context.Has(PersonContext.CutRight) && run.Groups[group].Start + run.Groups[group].Length >= window.Length;

    /// <summary>The groups are not the middle of a longer code: a space, a slash or nothing stands on both sides.</summary>
    private static bool Stands(ReadOnlySpan<byte> window, in NumberRun run, int group, int count, PersonContext context) =>
        !Cut(window, run, group + count - 1, context)
        && (group == 0 || Parts(window, run, group - 1)) && (group + count == run.Count || Parts(window, run, group + count - 1));

    private static bool Parts(ReadOnlySpan<byte> window, in NumberRun run, int group)
    {
        var end = run.Groups[group].Start + run.Groups[group].Length;
        return window[end..run.Groups[group + 1].Start].ContainsAny((byte)' ', (byte)'/');
    }

    private static bool IsOpenLeft(ReadOnlySpan<byte> window, int at)
    {
        if (at > 0 && window[at - 1] == '(')
        {
            at--;
        }

        if (at == 0)
        {
            return true;
        }

        var b = window[at - 1];
        return !(char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'-' or (byte)'.' or (byte)'/' or (byte)'#' or (byte)'$' or (byte)'%' or >= 0x80)
            || IsNumberPrefix(window[..at]);
    }

    /// <summary>A dash or slash that ends a word, as in <c>tel.202…</c> or <c>call-202…</c>, still opens a number; one inside a code does not.</summary>
    private static bool IsNumberPrefix(ReadOnlySpan<byte> left) =>
        left.Length >= 4 && left[^1] is (byte)'.' or (byte)'/' && char.IsAsciiLetter((char)left[^2]) && char.IsAsciiLetter((char)left[^3]);

    private static bool IsOpenRight(ReadOnlySpan<byte> window, int end) =>
        end >= window.Length || !(char.IsAsciiLetter((char)window[end]) || window[end] is (byte)'_' or (byte)'%' or >= 0x80)
        || (window[end] | 0x20) == 'x';
}
