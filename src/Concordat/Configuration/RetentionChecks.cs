using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks what is kept for how long: that nothing outlives what proves it, and that the use cases and the key are there.</summary>
internal static class RetentionChecks
{
    public static void Run(ConcordatConfig config, Func<string, string?> environment, ConfigurationFindings findings)
    {
        if (config.Content is { } content)
        {
            SecretChecks.Run(content.Key, "content.key", environment, findings);
            UseCases(config, content, findings);
            if (config.Retention?.Ledger is { } entries && !(config.Retention.Content <= entries))
            {
                findings.AddAt("retention", "`retention.content` must be given and not be longer than `retention.ledger`: content without its entry can be checked against nothing");
            }
        }
        else if (config.Retention?.Content is not null)
        {
            findings.AddAt("retention.content", "`retention.content` needs the section `content`: no bodies are kept without it");
        }

        if (config.Retention?.Rule is { Length: > Ledger.Retention.RetentionCause.MostText })
        {
            findings.AddAt("retention.rule", $"`retention.rule` must have at most {Ledger.Retention.RetentionCause.MostText} characters");
        }
    }

    private static void UseCases(ConcordatConfig config, ContentConfig content, ConfigurationFindings findings)
    {
        for (var i = 0; i < content.For.Count; i++)
        {
            var useCase = content.For[i];
            if (useCase.Length > 0 && !config.UseCases.Any(u => u.Id.Equals(useCase, StringComparison.Ordinal)))
            {
                findings.AddAt(
                    $"content.for[{i}]",
                    $"`content.for[{i}]` names the use case `{useCase}`, which is not registered under `useCases`"
                    + Suggestion.For(useCase, config.UseCases.Select(u => u.Id)));
            }
        }
    }
}
