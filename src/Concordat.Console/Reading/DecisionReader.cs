using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Console.Data;
using Concordat.Console.Live;

namespace Concordat.Console.Reading;

/// <summary>
/// Reads an entry of the ledger as a row of decisions, and passes by what is none or is not asked for. A page looks through a thousand entries, so
/// facts, the most of an entry, are skipped unread.
/// </summary>
internal static class DecisionReader
{
    private const int Type = 0, Verdict = 1, Time = 2, Agreement = 3, UseCase = 4, Remedy = 5, Case = 6;

    private static readonly byte[][] Members = [.. new[] { "type", "verdict", "time", "agreement", "use_case", "remedy", "case" }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The row; null where the entry is no decision, or not one that the filter takes.</summary>
    public static DecisionView? Read(long index, ReadOnlySpan<byte> entry, AgreementView agreement, LiveFilter filter)
    {
        var (texts, clauses) = (new string?[Members.Length], new List<string>());
        ReadMembers(entry, texts, clauses);
        return texts[Type] is "decision" or "outcome" && EntryReader.VerdictOf(texts[Verdict]) is { } verdict
            && DateTimeOffset.TryParse(texts[Time], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && (filter.Verdict is null || filter.Verdict == verdict)
            && (filter.UseCase is null || filter.UseCase.Equals(texts[UseCase], StringComparison.Ordinal))
            && (filter.Clause is null || clauses.Contains(filter.Clause, StringComparer.Ordinal))
            ? new DecisionView(
                index, time, texts[UseCase] ?? "", texts[Type] is "outcome" ? "answer" : "request", verdict, texts[Remedy], Clauses(clauses, texts[Agreement], agreement), texts[Case])
            : null;
    }

    private static void ReadMembers(ReadOnlySpan<byte> entry, string?[] texts, List<string> clauses)
    {
        var json = new Utf8JsonReader(entry);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (at, isClauses) = (Member(ref json), json.ValueTextEquals("clauses"u8));
            json.Read();
            if (at >= 0 && json.TokenType == JsonTokenType.String)
            {
                texts[at] = json.GetString();
            }
            else if (isClauses && json.TokenType == JsonTokenType.StartArray)
            {
                while (json.Read() && json.TokenType == JsonTokenType.String)
                {
                    clauses.Add(json.GetString()!);
                }
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static int Member(ref Utf8JsonReader json)
    {
        for (var i = 0; i < Members.Length; i++)
        {
            if (json.ValueTextEquals(Members[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The clauses in the words of the agreement in force, where that is the one it was decided under; those come first.</summary>
    private static IReadOnlyList<DecidingClauseView> Clauses(List<string> ids, string? under, AgreementView agreement)
    {
        var same = agreement.Hash.Equals(under, StringComparison.Ordinal);
        return
        [
            .. ids.Select(id => (Id: id, Known: same ? agreement.FindClause(id) : null)).OrderBy(static clause => clause.Known is null)
                .Select(static clause => clause.Known is { } known
                    ? new DecidingClauseView(known.Id, known.Title, known.Because, known.WouldChange)
                    : new DecidingClauseView(clause.Id, "", "a clause of an earlier agreement", "")),
        ];
    }
}
