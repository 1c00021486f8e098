using System.Text;
using Concordat.Safeguards.Answers;
using Concordat.Safeguards.Persons;

namespace Concordat.Safeguards.Masking;

/// <summary>Takes the identifiers of presumed U.S. persons out of an answer, whole or streamed, and puts placeholders in their places.</summary>
/// <remarks>
/// The texts of the events are read as <see cref="AnswerInspection"/> reads them, so that an identifier that is cut over events, or
/// disguised, is taken out wherever its parts stand. Members that repeat the text token by token are emptied. What cannot be pointed at
/// stays, and the inspection of the result finds it.
/// </remarks>
public static class AnswerMask
{
    /// <summary>Masks an answer.</summary>
    /// <param name="payloads">The JSON payloads of its events, or the whole answer as the only one.</param>
    /// <param name="maxDepth">Deepest nesting of objects and arrays.</param>
    /// <param name="after">Numbers begin behind this one.</param>
    /// <returns>Null when there is nothing to mask, when there are more places than are kept, or when a payload is not well-formed.</returns>
    public static MaskedAnswer? Of(IReadOnlyList<ReadOnlyMemory<byte>> payloads, int maxDepth, int after) =>
        Mask(payloads, maxDepth, after, everyone: false) is { Persons.IsEmpty: false } masked ? masked : null;

    /// <summary>Takes the identifiers of all persons out of a JSON text, whoever they are.</summary>
    /// <returns>Null when that cannot be done, or when some are still found in what is left.</returns>
    public static ReadOnlyMemory<byte>? Redact(ReadOnlyMemory<byte> json, int maxDepth)
    {
        if (Mask([json], maxDepth, after: 0, everyone: true) is not { } masked)
        {
            return null;
        }

        var left = new AnswerInspection(SafeguardPack.Default, new PieceMap());
        if (left.InspectEvent(masked.Payloads[0], maxDepth) is not null)
        {
            return null;
        }

        left.Complete();
        return left.Findings.PersonKeys.Count == 0 && !left.Findings.Saturated ? masked.Payloads[0] : null;
    }

    /// <returns>Null when it cannot be masked; without persons where there is nothing to mask.</returns>
    private static MaskedAnswer? Mask(IReadOnlyList<ReadOnlyMemory<byte>> payloads, int maxDepth, int after, bool everyone)
    {
        ArgumentNullException.ThrowIfNull(payloads);
        var map = new PieceMap();
        var inspection = new AnswerInspection(SafeguardPack.Default, map);
        foreach (var payload in payloads)
        {
            after = Math.Max(after, Placeholders.Highest(payload.Span));
            if (inspection.InspectEvent(payload.Span, maxDepth) is not null)
            {
                return null;
            }
        }

        inspection.Complete();
        var places = inspection.Findings.Places!;
        if (places.IsFull || inspection.Findings.Saturated)
        {
            return null;
        }

        var names = new Dictionary<PersonKey, MaskedPerson>(SamePerson.Instance);
        var edits = new MaskEdits(map, payloads);
        foreach (var (person, start, end) in places.Persons.OrderBy(static place => place.Start).ThenByDescending(static place => place.End))
        {
            if (!everyone && !IsPresumedUs(inspection.Findings, person))
            {
                continue;
            }

            if (!names.TryGetValue(person, out var masked))
            {
                var number = after + names.Count + 1;
                if (number > Placeholders.Max)
                {
                    return null;
                }

                names[person] = masked = new MaskedPerson(Placeholders.Of(number, person.Kind), person);
            }

            edits.Replace(start, end, person.Value, Encoding.ASCII.GetBytes($"[{masked.Placeholder}]"));
        }

        return new MaskedAnswer(edits.Apply(payloads), [.. names.Values]);
    }

    /// <summary>What another sighting of the same identifier said counts too.</summary>
    private static bool IsPresumedUs(Findings findings, PersonKey person)
    {
        foreach (var known in findings.PersonKeys)
        {
            if (SamePerson.Instance.Equals(known, person))
            {
                return known.Nationality != PersonNationality.Foreign;
            }
        }

        return true;
    }
}
