using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Concordat.Safeguards.Labels;

/// <summary>Finds banner lines and portion marks in a closed window of canonical bytes (letter case kept).</summary>
internal static class MarkInspector
{
    private static readonly SearchValues<byte> _markBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/, -"u8);

    private const int LongestPortion = 20;

    private static readonly SearchValues<byte> _lineSigns = SearchValues.Create("*_#>-\" "u8);

    /// <summary>Inspects one candidate.</summary>
    /// <param name="findings">Takes the marks.</param>
    /// <param name="window">The candidate, from its first token on.</param>
    /// <param name="follow">The token after the candidate; empty at the end of the line.</param>
    /// <param name="atLineStart">Nothing but a list marker or a label stands before the candidate on its line.</param>
    /// <param name="endsLine">The line or text ends with the candidate.</param>
    /// <param name="labelled">A word such as <c>classification</c> stands just before or in the candidate.</param>
    /// <param name="enumerated">The text numbers its paragraphs (A), (B), so that a lone (C) is one of them.</param>
    /// <param name="label">The newest 4774 label of the text; null where there is none.</param>
    /// <param name="closed">Where the candidate ends, as the label counts.</param>
    public static void Inspect(
        Findings findings, ReadOnlySpan<byte> window, ReadOnlySpan<byte> follow, bool atLineStart, bool endsLine, bool labelled, bool enumerated, StanagLabelText? label = null, long closed = 0)
    {
        var found = false;
        var from = 0;
        while (from < window.Length)
        {
            var slashes = window[from..].IndexOf("//"u8);
            if (slashes < 0)
            {
                break;
            }

            from += slashes;
            var end = InspectSlashed(findings, window, from, ref found);
            from = Math.Max(end, from + 2);
        }

        if (found)
        {
            return;
        }

        if (InspectPortion(findings, window, follow, atLineStart, enumerated))
        {
            return;
        }

        InspectBare(findings, window, atLineStart && endsLine, labelled, label, closed);
    }

    /// <summary>A mark around the <c>//</c> at <paramref name="at"/>; returns where it ends.</summary>
    private static int InspectSlashed(Findings findings, ReadOnlySpan<byte> window, int at, ref bool found)
    {
        var left = window[..at];
        var loose = left.EndsWith(" "u8) || window[(at + 2)..].StartsWith(" "u8);
        left = left.TrimEnd((byte)' ');
        var rank = LevelAtEnd(left, out var start, out var upper, out var spelled);
        var nato = false;
        ImmutableArray<string> joint = default;
        var tailStart = at;
        if (rank == 0)
        {
            if (!NonUsLevel(window[at..], out rank, out var length, out joint) || (start > 0 && char.IsAsciiLetterOrDigit((char)left[^1])))
            {
                return at + 2;
            }

            nato = joint.IsDefault;
            start = at;
            upper = spelled = true;
            tailStart = at + length;
            loose = false;
        }

        var opened = start > 0 && window[start - 1] == '(';
        var tail = window[tailStart..];
        var stop = opened ? tail.IndexOf((byte)')') : tail.IndexOfAnyExcept(_markBytes);
        tail = stop < 0 ? tail : tail[..stop];
        var mark = MarkParser.Parse(rank, tail, mustKnow: loose || !upper || (!spelled && !opened), nato, joint.IsDefault ? null : joint, portion: opened);
        if (mark is null)
        {
            return at + 2;
        }

        found = true;
        findings.AddMark(mark);
        return tailStart + tail.Length;
    }

    /// <summary>Rank of the level word that ends <paramref name="left"/>, or 0.</summary>
    private static int LevelAtEnd(ReadOnlySpan<byte> left, out int start, out bool upper, out bool spelled)
    {
        foreach (var (text, rank, isSpelled) in MarkLexicon.Levels)
        {
            start = left.Length - text.Length;
            if (start >= 0 && Ascii.EqualsIgnoreCase(left[start..], text) && (start == 0 || !IsWordByte(left[start - 1])))
            {
                upper = Ascii.Equals(left[start..], text);
                spelled = isSpelled;
                return rank;
            }
        }

        start = left.Length;
        upper = spelled = false;
        return 0;
    }

    /// <summary><c>//NATO SECRET</c>, <c>//NS</c>, <c>//JOINT SECRET CAN GBR USA</c>.</summary>
    private static bool NonUsLevel(ReadOnlySpan<byte> text, out int rank, out int length, out ImmutableArray<string> joint)
    {
        joint = default;
        var level = text[2..];
        foreach (var (name, natoRank) in MarkLexicon.NatoLevels)
        {
            if (level.Length >= name.Length && Ascii.Equals(level[..name.Length], name)
                && (level.Length == name.Length || !IsWordByte(level[name.Length])))
            {
                (rank, length) = (natoRank, 2 + name.Length);
                return true;
            }
        }

        (rank, length) = (0, 0);
        if (!level.StartsWith("JOINT "u8))
        {
            return false;
        }

        var body = level[6..];
        var stop = body.IndexOfAny((byte)'/', (byte)')');
        body = stop < 0 ? body : body[..stop];
        foreach (var (name, usRank, _) in MarkLexicon.Levels)
        {
            if (body.Length > name.Length && Ascii.Equals(body[..name.Length], name) && body[name.Length] == ' ')
            {
                rank = usRank;
                length = 2 + 6 + body.Length;
                joint = [.. Encoding.ASCII.GetString(body[name.Length..]).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(n => n.Length is 3 or 4)];
                return true;
            }
        }

        return false;
    }

    /// <summary>A portion mark without controls, such as <c>(S)</c>, only where a paragraph begins.</summary>
    private static bool InspectPortion(Findings findings, ReadOnlySpan<byte> window, ReadOnlySpan<byte> follow, bool atLineStart, bool enumerated)
    {
        var open = window.IndexOf((byte)'(');
        var length = open < 0 ? -1 : window[(open + 1)..].IndexOf((byte)')');
        if (!atLineStart || length < 1 || length > LongestPortion || window[..open].ContainsAnyExcept(_lineSigns))
        {
            return false;
        }

        var inside = window.Slice(open + 1, length);
        var after = window[(open + length + 2)..].TrimStart((byte)' ');
        after = after.IsEmpty ? follow : after;
        foreach (var (text, rank, _) in MarkLexicon.Levels)
        {
            if (!Ascii.Equals(inside, text))
            {
                continue;
            }

            var copyright = after.IsEmpty || char.IsAsciiDigit((char)after[0]) || Ascii.EqualsIgnoreCase(after[..Math.Min(9, after.Length)], "copyright");
            if (inside.Length == 1 && rank > 1 && (enumerated || copyright))
            {
                return false;
            }

            findings.AddMark(new ClassificationMark(rank, [], default, [], IsPortion: true, Malformed: false));
            return true;
        }

        return InspectNatoPortion(findings, inside, after);
    }

    /// <summary>A portion as NATO's own documents mark it, <c>(NS)</c> or <c>(NATO SECRET)</c>; in U.S. ones it has two slashes before it.</summary>
    private static bool InspectNatoPortion(Findings findings, ReadOnlySpan<byte> inside, ReadOnlySpan<byte> after)
    {
        foreach (var (text, rank) in MarkLexicon.NatoLevels)
        {
            if (!after.IsEmpty && Ascii.Equals(inside, text))
            {
                findings.AddMark(MarkParser.Parse(rank, [], mustKnow: false, nato: true, portion: true)!);
                return true;
            }
        }

        return false;
    }

    /// <summary>A level in capitals that is a line of its own, or the value of a label.</summary>
    private static void InspectBare(Findings findings, ReadOnlySpan<byte> window, bool ownLine, bool labelled, StanagLabelText? label, long closed)
    {
        var trimmed = window.Trim("*_#>-=\"'`[]{}(). "u8);
        if (labelled)
        {
            var value = trimmed.LastIndexOfAny((byte)':', (byte)'=');
            trimmed = value >= 0 ? trimmed[(value + 1)..].Trim("*_#>-=\"'`[]{}(). "u8) : trimmed;
        }

        if (!ownLine && !labelled)
        {
            return;
        }

        foreach (var (text, rank, spelled) in MarkLexicon.Levels)
        {
            if (spelled && Ascii.Equals(trimmed, text))
            {
                if (label?.Explains(rank, closed - (window.Length - window.TrimEnd("*_#>-=\"'`[]{}(). "u8).Length)) != true)
                {
                    findings.AddMark(ClassificationMark.Bare(rank));
                }

                return;
            }
        }

        foreach (var (text, rank) in MarkLexicon.NatoLevels)
        {
            if (text.Length > 3 && Ascii.Equals(trimmed, text))
            {
                findings.AddMark(MarkParser.Parse(rank, [], mustKnow: false, nato: true)!);
                return;
            }
        }
    }

    private static bool IsWordByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or >= 0x80;
}
