using System.Globalization;
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
    /// <summary>The row; null where the entry is no decision, or not one that the filter takes.</summary>
    public static DecisionView? Read(long index, ReadOnlySpan<byte> entry, AgreementView agreement, LiveFilter filter)
    {
        var json = new Utf8JsonReader(entry);
        var (isAnswer, isDecision) = (false, false);
        VerdictWord? verdict = null;
        DateTimeOffset time = default;
        string? under = null, useCase = null, remedy = null, held = null;
        List<string> clauses = [];
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8))
            {
                json.Read();
                (isDecision, isAnswer) = (json.ValueTextEquals("decision"u8), json.ValueTextEquals("outcome"u8));
            }
            else if (json.ValueTextEquals("verdict"u8))
            {
                json.Read();
                verdict = EntryReader.VerdictOf(json.GetString());
            }
            else if (json.ValueTextEquals("time"u8))
            {
                json.Read();
                if (!DateTimeOffset.TryParse(json.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
                {
                    return null;
                }
            }
            else if (json.ValueTextEquals("agreement"u8))
            {
                json.Read();
                under = json.GetString();
            }
            else if (json.ValueTextEquals("use_case"u8))
            {
                json.Read();
                useCase = json.GetString();
            }
            else if (json.ValueTextEquals("remedy"u8))
            {
                json.Read();
                remedy = json.GetString();
            }
            else if (json.ValueTextEquals("case"u8))
            {
                json.Read();
                held = json.GetString();
            }
            else if (json.ValueTextEquals("clauses"u8))
            {
                json.Read();
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

        return (isDecision || isAnswer) && verdict is { } word && time != default
            && (filter.Verdict is null || filter.Verdict == word)
            && (filter.UseCase is null || filter.UseCase.Equals(useCase, StringComparison.Ordinal))
            && (filter.Clause is null || clauses.Contains(filter.Clause, StringComparer.Ordinal))
            ? new DecisionView(index, time, useCase ?? "", isAnswer ? "answer" : "request", word, remedy, Clauses(clauses, under, agreement), held)
            : null;
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
