using System.Collections.Frozen;
using Concordat.Safeguards.Model;

namespace Concordat.Safeguards.Persons;

/// <summary>Counts the persons behind identifiers.</summary>
/// <remarks>
/// Names, postal addresses, handles and IP addresses mostly stand beside a stronger identifier of the same person. Of these four kinds the one
/// with the most counts, and of it as many as go beyond the stronger identifiers: ten rows of name, address and mail are ten persons, thirty
/// names and one mail address are thirty. Identifiers of persons known to be foreign stand for nobody's name.
/// </remarks>
internal static class PersonCount
{
    private static readonly PersonKind[] _weak = [PersonKind.Name, PersonKind.Address, PersonKind.Handle, PersonKind.Ip];

    /// <summary>The identifiers that count, one for each person.</summary>
    public static IReadOnlyCollection<PersonKey> Counted(IReadOnlyCollection<PersonKey> found)
    {
        if (!found.Any(static key => IsWeak(key.Kind)))
        {
            return found;
        }

        var counted = found.Where(static key => !IsWeak(key.Kind)).ToList();
        var covered = counted.Count(static key => key.Nationality != PersonNationality.Foreign);
        counted.AddRange(Largest(found).Skip(covered));
        return counted;
    }

    public static PersonFacts Facts(IReadOnlyCollection<PersonKey> found, bool coordinates)
    {
        long us = 0, foreign = 0, unknown = 0;
        foreach (var key in Counted(found))
        {
            us += key.Nationality == PersonNationality.Us ? 1 : 0;
            foreign += key.Nationality == PersonNationality.Foreign ? 1 : 0;
            unknown += key.Nationality == PersonNationality.Unknown ? 1 : 0;
        }

        var kinds = new HashSet<string>(StringComparer.Ordinal);
        var (identified, plate) = (false, false);
        foreach (var key in found)
        {
            plate |= key.Kind == PersonKind.Plate;
            identified |= key.Kind != PersonKind.Plate;
            kinds.Add(Findings.KindName(key.Kind));
        }

        if (coordinates)
        {
            kinds.Add("coordinates");
        }

        var located = (identified && (plate || coordinates)) || (plate && coordinates);
        return new PersonFacts(us + foreign + unknown, us, foreign, unknown, us + unknown, kinds.ToFrozenSet(StringComparer.Ordinal), located, 0);
    }

    private static bool IsWeak(PersonKind kind) => Array.IndexOf(_weak, kind) >= 0;

    private static IEnumerable<PersonKey> Largest(IReadOnlyCollection<PersonKey> found)
    {
        var kind = _weak.MaxBy(kind => found.Count(key => key.Kind == kind));
        return found.Where(key => key.Kind == kind);
    }
}
