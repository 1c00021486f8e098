using System.Globalization;
using System.Text;
using Concordat.Gateway.Judging;
using Concordat.Safeguards.Model;
using static Concordat.Gateway.Telemetry.MetricsText;

namespace Concordat.Gateway.Telemetry;

/// <summary>Tells what becomes of questions to the judge.</summary>
internal static class JudgeMetrics
{
    /// <param name="isShut">Null where no judge is configured.</param>
    public static string Render(JudgeTally tally, bool? isShut)
    {
        if (isShut is not { } shut)
        {
            return "";
        }

        var text = new StringBuilder(2048);
        Header(text, Names.JudgeQuestions, "counter", "Suspicions that were only possible, by red line and by what became of the question to the judge.");
        foreach (var line in Enum.GetValues<RedLine>())
        {
            foreach (var result in JudgeResults.All)
            {
                Line(text, Names.JudgeQuestions, $"line=\"{RedLinePolicy.NameOf(line)}\",result=\"{JudgeResults.NameOf(result)}\"", tally.Of(line, result));
            }
        }

        Header(text, Names.JudgeLatency, "histogram", "Seconds from sending a question to the judge to its whole answer, or to giving it up.");
        long sum = 0;
        for (var i = 0; i <= Histogram.Bounds.Length; i++)
        {
            sum += tally.Latency.Count(i);
            var bound = i == Histogram.Bounds.Length ? "+Inf" : Histogram.Bounds[i].ToString(CultureInfo.InvariantCulture);
            Line(text, $"{Names.JudgeLatency}_bucket", $"le=\"{bound}\"", sum);
        }

        text.Append(CultureInfo.InvariantCulture, $"{Names.JudgeLatency}_sum {tally.Latency.Sum}\n");
        Line(text, $"{Names.JudgeLatency}_count", "", sum);
        Gauge(text, Names.JudgeShut, "1 while the judge is not asked because it failed.", shut ? 1 : 0);
        return text.ToString();
    }
}
