using System.Text;
using Concordat.Gateway.Judging;
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

    /// <param name="prompt">The prompt.</param>
    /// <param name="judge">Who is asked about what is only possible; null for nobody.</param>
    /// <param name="answers">Takes what the judge said.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    public static async ValueTask<PromptVerdict> OfAsync(LabelledPrompt prompt, JudgeTrial? judge, IDictionary<string, int> answers, CancellationToken cancellationToken)
    {
        var inspection = RequestInspection.Rent();
        try
        {
            inspection.InspectText(Encoding.UTF8.GetBytes(prompt.Text));
            var topics = inspection.Findings.Topics;
            if (judge is not null)
            {
                (topics, var said) = await judge.AskAsync(inspection.Findings, prompt.Text, cancellationToken);
                foreach (var answer in said)
                {
                    answers[answer] = answers.TryGetValue(answer, out var count) ? count + 1 : 1;
                }
            }

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
