using System.Text;

namespace Concordat.Safeguards.Labels;

/// <summary>Reads what follows the level of a mark: <c>//SI/TK//REL TO USA, GBR</c>.</summary>
internal static class MarkParser
{
    /// <summary>Reads the controls.</summary>
    /// <param name="rank">Rank of the level that was read before.</param>
    /// <param name="tail">Canonical bytes from the first <c>//</c> on, up to the closing parenthesis or the end of the candidate; may be empty.</param>
    /// <param name="mustKnow">The mark only counts when its first control is a known one (lower-case or loosely written candidates).</param>
    /// <param name="nato">The level was a NATO one.</param>
    /// <param name="joint">The owners of a JOINT mark.</param>
    /// <param name="portion">The mark is a portion's.</param>
    /// <returns>The mark, or null when it is not one.</returns>
    public static ClassificationMark? Parse(
        int rank, ReadOnlySpan<byte> tail, bool mustKnow, bool nato = false, IEnumerable<string>? joint = null, bool portion = false)
    {
        var reading = new MarkReading(rank);
        var text = Encoding.ASCII.GetString(tail).ToUpperInvariant();
        foreach (var category in text.Split("//", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!reading.TakeCategory(category.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), mustKnow))
            {
                break;
            }
        }

        return reading.Refused || (mustKnow && !reading.Known) ? null : reading.ToMark(nato, joint, portion);
    }

    /// <summary>Reads one control, longest name first; what follows a complete control in the same piece is prose and stops the mark.</summary>
    public static bool ReadControl(
        string text, SortedSet<string> controls, List<string> nations, SortedSet<string> compartments, out string read, out bool stop)
    {
        stop = false;
        read = "";
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var take = Math.Min(words.Length, 5); take > 0; take--)
        {
            var name = string.Join(' ', words.Take(take)).TrimEnd(',', '.', ';', ':', '*', '_', '"', '\'', '`', ']', '}', '>', '<');
            if (!MarkLexicon.Controls.TryGetValue(name, out var banner) && !IsOpenFamily(name, out banner))
            {
                continue;
            }

            controls.Add(banner);
            read = banner;
            if (name is "RD-CNWDI" or "RD-N")
            {
                controls.Add("CNWDI");
                compartments.Add("CNWDI");
            }

            if (MarkOrder.IsCompartment(banner))
            {
                compartments.Add(Compartment(banner, name));
            }

            var rest = words.Skip(take).ToList();
            if (banner is "REL TO" or "DISPLAY ONLY" or "EYES ONLY" or "FGI")
            {
                var listed = rest.TakeWhile(IsNation).Select(w => w.Trim(',')).ToList();
                if (banner is "REL TO")
                {
                    nations.AddRange(listed);
                }

                rest = [.. rest.Skip(listed.Count)];
            }
            else if (banner is "SI-G" or "SI" or "HCS-P" or "SAR" or "RD")
            {
                rest = [.. rest.SkipWhile(w => w.Length <= 5 && w.All(char.IsAsciiLetterOrDigit))];
            }

            stop = rest.Count > 0;
            return true;
        }

        return false;
    }

    /// <summary>The name that an accreditation gives it: <c>SAR-BP</c> and not <c>SAR</c>, <c>SI-ABC</c> and not <c>SI</c>.</summary>
    private static string Compartment(string banner, string name) =>
        name.StartsWith("SPECIAL ACCESS REQUIRED-", StringComparison.Ordinal) ? "SAR-" + name["SPECIAL ACCESS REQUIRED-".Length..]
        : banner is not ("RD" or "FRD") && name.StartsWith(banner + "-", StringComparison.Ordinal) ? name.Split(' ')[0]
        : banner;

    /// <summary>Families with free endings: SCI compartments, special access programs, CUI specified categories.</summary>
    private static bool IsOpenFamily(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? banner)
    {
        banner = name switch
        {
            _ when name.StartsWith("SI-G ", StringComparison.Ordinal) => "SI-G",
            _ when name.StartsWith("SI-", StringComparison.Ordinal) => "SI",
            _ when name.StartsWith("HCS-", StringComparison.Ordinal) => "HCS",
            _ when name.StartsWith("KDK-", StringComparison.Ordinal) => "KDK",
            _ when name.StartsWith("RSV-", StringComparison.Ordinal) => "RSV",
            _ when name.StartsWith("ACCM-", StringComparison.Ordinal) => "ACCM",
            _ when name.StartsWith("TK-", StringComparison.Ordinal) => "TK",
            _ when name.StartsWith("RD-", StringComparison.Ordinal) => "RD",
            _ when name.StartsWith("FRD-", StringComparison.Ordinal) => "FRD",
            _ when name.StartsWith("SAR-", StringComparison.Ordinal) || name.StartsWith("SPECIAL ACCESS REQUIRED-", StringComparison.Ordinal) => "SAR",
            _ when name.StartsWith("SP-", StringComparison.Ordinal) && name.Length is > 3 and < 16 => name,
            _ => null,
        };
        return banner is not null;
    }

    private static bool IsNation(string word)
    {
        var code = word.Trim(',');
        return code.Length is 3 or 4 && code.All(char.IsAsciiLetter);
    }
}
