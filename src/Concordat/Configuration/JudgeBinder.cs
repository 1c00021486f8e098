using Concordat.Gateway.Configuration;
using Concordat.Gateway.Judging;

namespace Concordat.Configuration;

/// <summary>Reads <c>judge</c>.</summary>
internal static class JudgeBinder
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    public static JudgeConfig Bind(SectionReader section)
    {
        var judge = new JudgeConfig
        {
            Deployment = section.Text("deployment"),
            Prompt = section.Raw("prompt") is null ? null : section.OneOf("prompt", ShippedPrompts.Names),
            PromptFile = section.OptionalFilePath("promptFile"),
            MayClear = section.Flag("mayClear", false),
        };
        judge = judge with
        {
            Near = section.Number("near", judge.Near, 1, 15),
            Timeout = section.Duration("timeout", judge.Timeout, Least, TimeSpan.FromMinutes(1)),
            AtOnce = section.Number("atOnce", judge.AtOnce, 1, 1024),
            Queue = section.Number("queue", judge.Queue, 0, 10_000),
            TextBytes = section.Number("textBytes", judge.TextBytes, 4096, 65_536),
            Failures = section.Number("failures", judge.Failures, 1, 1000),
            Pause = section.Duration("pause", judge.Pause, Least, TimeSpan.FromHours(1)),
        };
        section.Close();
        return judge;
    }
}
