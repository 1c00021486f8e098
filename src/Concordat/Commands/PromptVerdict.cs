using System.Text;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;

namespace Concordat.Commands;

/// <summary>What the safeguards say about one labelled prompt.</summary>
/// <param name="Score">The score of the prompt's red line; the highest of the three for a prompt of none.</param>
internal sealed record PromptVerdict(string Id, RedLine? RedLine, string Label, string Style, long Score, SuspicionBand Band)
{
    /// <summary>Flagged although permitted, or not flagged although a violation.</summary>
    public bool IsMiss => Label switch
    {
        "violation" => Band == SuspicionBand.Absent,
        "permitted" => Band != SuspicionBand.Absent,
        _ => false,
    };

    public static PromptVerdict Of(LabelledPrompt prompt)
    {
        var inspection = RequestInspection.Rent();
        try
        {
            inspection.InspectText(Encoding.UTF8.GetBytes(prompt.Text));
            var topics = inspection.Findings.Topics;
            var score = prompt.RedLine is { } line
                ? SuspicionBands.Score(topics, line)
                : Enum.GetValues<RedLine>().Max(l => SuspicionBands.Score(topics, l));
            return new PromptVerdict(prompt.Id, prompt.RedLine, prompt.Label, prompt.Style, score, SuspicionBands.Of(score));
        }
        finally
        {
            RequestInspection.Return(inspection);
        }
    }
}
