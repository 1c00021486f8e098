using System.Text;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Judging;

/// <summary>A red line in words that a judge goes by: what it rules out, and what the clauses of the agreement say that read its topics.</summary>
/// <param name="Name">The name that evaluations, entries and metrics use.</param>
/// <param name="Title">In plain words.</param>
/// <param name="Text">What it rules out.</param>
internal sealed record RedLinePolicy(string Name, string Title, string Text)
{
    /// <summary>Most characters of clauses; what comes beyond is left out.</summary>
    private const int MostClauses = 4096;

    public static RedLinePolicy Of(RedLine line, Agreement agreement)
    {
        var name = NameOf(line);
        using var json = JsonDocument.Parse(JudgePrompt.Resource("red-lines"));
        var shipped = json.RootElement.GetProperty(name);
        var clauses = new StringBuilder();
        foreach (var clause in agreement.Clauses.Where(clause => clause.Facts.Any(fact => TopicsOf(line).Contains(fact))))
        {
            var words = $"\n- {clause.Id} {clause.Title}: {clause.Because}";
            if (clauses.Length + words.Length <= MostClauses)
            {
                clauses.Append(words);
            }
        }

        var text = shipped.GetProperty("policy").GetString()!;
        return new RedLinePolicy(
            name, shipped.GetProperty("title").GetString()!, clauses.Length == 0 ? text : $"{text}\nThe agreement in force guards it in these clauses:{clauses}");
    }

    public static string NameOf(RedLine line) => line switch
    {
        RedLine.Surveillance => "surveillance",
        RedLine.Force => "force",
        _ => "decisions",
    };

    private static string[] TopicsOf(RedLine line) => line switch
    {
        RedLine.Surveillance => ["topics.surveillance", "topics.tracking"],
        RedLine.Force => ["topics.force"],
        _ => ["topics.highStakes", "topics.socialScoring"],
    };
}
