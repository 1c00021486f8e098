using Concordat.Gateway.Configuration;
using Concordat.Gateway.Judging;

namespace Concordat.Configuration;

/// <summary>Checks that the judge can be asked: its deployment is registered and speaks chat completions, its prompt can be used.</summary>
internal static class JudgeChecks
{
    private const string Path = "judge";

    private static readonly string[] Kinds = ["openai", "openai-chat", "azure-openai", "sandbox"];

    public static void Run(ConcordatConfig config, ConfigurationFindings findings)
    {
        if (config.Judge is not { } judge)
        {
            return;
        }

        var deployment = config.Deployments.FirstOrDefault(each => each.Name.Equals(judge.Deployment, StringComparison.Ordinal));
        if (judge.Deployment.Length > 0 && deployment is null)
        {
            findings.AddAt($"{Path}.deployment", $"`{Path}.deployment` is `{judge.Deployment}`, which is not registered under `deployments`"
                + Suggestion.For(judge.Deployment, config.Deployments.Select(each => each.Name)));
        }
        else if (deployment is { Kind.Length: > 0 } && !Kinds.Contains(deployment.Kind, StringComparer.Ordinal))
        {
            findings.AddAt($"{Path}.deployment", $"`{Path}.deployment` is `{judge.Deployment}` of the kind `{deployment.Kind}`, which does not speak chat completions by itself");
        }

        if (judge.Prompt is null == judge.PromptFile is null)
        {
            findings.AddAt(Path, $"`{Path}` must have either `prompt`, the name of a shipped one, or `promptFile`");
        }
        else if (judge.PromptFile is { Length: > 0 } file && ShippedPrompts.FaultOf(file) is { } fault)
        {
            findings.AddAt($"{Path}.promptFile", $"`{Path}.promptFile` names `{file}`, which cannot be used: {fault}");
        }
    }
}
