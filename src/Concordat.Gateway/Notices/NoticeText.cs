using System.Globalization;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Notices;

namespace Concordat.Gateway.Notices;

/// <summary>What is told of an event: ids, clauses and times, no content and no tool's name.</summary>
internal static class NoticeText
{
    /// <summary>Names an event, the same each time that it is told.</summary>
    public static string IdOf(CaseEvent told) => string.Create(CultureInfo.InvariantCulture, $"{told.Case.Id}.{told.Position.Transaction}.{told.Position.Sequence}");

    /// <summary>The body of a webhook.</summary>
    /// <param name="caseUrl">Where people open the case, with <c>{case}</c> for its id; null for nowhere.</param>
    public static byte[] Json(CaseEvent told, string? caseUrl)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            var held = told.Case;
            json.WriteStartObject();
            json.WriteString("type", $"case.{told.Kind}");
            json.WriteString("timestamp", told.Time.UtcDateTime);
            json.WriteStartObject("data");
            json.WriteString("case", held.Id.Value);
            json.WriteString("kind", CaseNames.Of(held.Type));
            json.WriteString("state", CaseNames.Of(held.State));
            json.WriteString("use_case", held.Action.UseCase);
            json.WriteStartArray("clauses");
            foreach (var clause in held.Clauses)
            {
                json.WriteStringValue(clause);
            }

            json.WriteEndArray();
            json.WriteString("effect", held.Effect);
            json.WriteString("expires", held.Expires.UtcDateTime);
            json.WriteString("assignee", held.Assignee);
            if (held.Escalated > 0)
            {
                json.WriteNumber("escalated", held.Escalated);
            }

            if (LinkTo(held, caseUrl) is { } link)
            {
                json.WriteString("url", link);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    /// <summary>Subject and text of an e-mail.</summary>
    public static (string Subject, string Body) Mail(CaseEvent told, string? caseUrl, Agreement agreement)
    {
        var held = told.Case;
        var why = told.Kind switch
        {
            CaseEventKinds.Assigned => "was assigned to you",
            CaseEventKinds.Escalated => "waits, nobody has decided, and you stand by for it",
            _ => "waits for you",
        };
        string?[] lines =
        [
            $"Case {held.Id} {why}.",
            "",
            $"kind:      {CaseNames.Of(held.Type)}",
            $"use case:  {held.Action.UseCase}",
            $"clauses:   {string.Join(' ', held.Clauses)}",
            $"needs:     {Quorum.Of(held, agreement.RemedyOf, agreement.Terms.Quorums)}",
            string.Create(CultureInfo.InvariantCulture, $"until:     {held.Expires.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"),
            LinkTo(held, caseUrl) is { } link ? $"open it:   {link}" : $"read it:   concordat case read {held.Id}",
            "",
            "This message holds nothing of what was asked. What you sign is shown where you open the case.",
        ];
        return ($"[concordat] case {held.Id} {why}", string.Join("\r\n", lines) + "\r\n");
    }

    private static string? LinkTo(Case held, string? caseUrl) => caseUrl?.Replace("{case}", held.Id.Value, StringComparison.Ordinal);
}
