using System.Globalization;
using Concordat.Safeguards;

namespace Concordat.Commands;

/// <summary>How near the count of distinct presumed U.S. persons comes to the truth over sequences of requests.</summary>
/// <param name="Exact">Sequences counted exactly.</param>
/// <param name="Under">Sequences in which persons were missed.</param>
/// <param name="Over">Sequences in which one person counted twice, or something that is none counted.</param>
internal sealed record SequenceEvalReport(int Sequences, int Exact, int Under, int Over, long TrueTotal, long CountedTotal, IReadOnlyList<SequenceCount> Lines)
{
    private const int MaxDepth = 64;

    public static SequenceEvalReport Of(IReadOnlyList<LabelledSequence> sequences, bool onlyMisses)
    {
        var counts = sequences.Select(s => new SequenceCount(s.Id, s.Label, s.UsPersons, Count(s))).ToList();
        return new SequenceEvalReport(
            counts.Count,
            counts.Count(c => c.Counted == c.UsPersonsDistinct),
            counts.Count(c => c.Counted < c.UsPersonsDistinct),
            counts.Count(c => c.Counted > c.UsPersonsDistinct),
            counts.Sum(c => c.UsPersonsDistinct),
            counts.Sum(c => c.Counted),
            onlyMisses ? [.. counts.Where(c => c.Counted != c.UsPersonsDistinct)] : counts);
    }

    public string ToText()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        TextTable.Write(text, ["sequence", "label", "true", "counted"], [.. Lines.Select(l => (IReadOnlyList<string>)[l.Id, l.Label, $"{l.UsPersonsDistinct}", $"{l.Counted}"])]);
        text.WriteLine();
        text.WriteLine($"{Sequences} sequences: {Exact} counted exactly, {Under} too low, {Over} too high; {CountedTotal} persons counted of {TrueTotal}");
        return text.ToString();
    }

    // The same person in several requests is one, as in the meter: foreign identifiers are left out, unknown ones are presumed U.S.
    private static long Count(LabelledSequence sequence)
    {
        var persons = new HashSet<(PersonKind, string)>();
        foreach (var body in sequence.Requests)
        {
            var inspection = RequestInspection.Rent();
            try
            {
                if (inspection.InspectJson(body, MaxDepth) is { } fault)
                {
                    throw new CommandException($"concordat: sequence `{sequence.Id}` holds a request that is refused: {fault.Code}");
                }

                persons.UnionWith(inspection.Findings.CountedPersons.Where(k => k.Nationality != PersonNationality.Foreign).Select(k => (k.Kind, k.Value)));
            }
            finally
            {
                RequestInspection.Return(inspection);
            }
        }

        return persons.Count;
    }
}
