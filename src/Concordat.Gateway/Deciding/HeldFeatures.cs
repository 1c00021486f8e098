using Concordat.Agreements;
using Concordat.Oversight.Grants;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Deciding;

/// <summary>What a held action is about, for finding earlier cases like it: clauses, kinds of finding, sources, use case, tool; never content.</summary>
internal static class HeldFeatures
{
    public static IEnumerable<string> Of(Verdict verdict, ActionFacts held, Facts facts)
    {
        foreach (var fired in verdict.Clauses)
        {
            yield return $"clause:{fired.Clause.Id}";
        }

        yield return $"use-case:{held.UseCase}";
        if (held.Tool is { } tool)
        {
            yield return $"tool:{tool}";
        }

        foreach (var kind in facts.Sources.Kinds)
        {
            yield return $"source:{kind}";
        }

        foreach (var finding in Findings(facts))
        {
            yield return $"finding:{finding}";
        }
    }

    private static IEnumerable<string> Findings(Facts facts)
    {
        (string Name, long Suspicion)[] topics =
        [
            ("surveillance", facts.Topics.Surveillance), ("tracking", facts.Topics.Tracking), ("force", facts.Topics.Force),
            ("highStakes", facts.Topics.HighStakes), ("lawEnforcement", facts.Topics.LawEnforcement), ("socialScoring", facts.Topics.SocialScoring),
        ];
        foreach (var (name, suspicion) in topics.Where(topic => topic.Suspicion >= 40))
        {
            yield return suspicion >= 70 ? $"topics.{name} strong" : $"topics.{name} raised";
        }

        if (facts.Persons.PresumedUs > 0)
        {
            yield return facts.Persons.PresumedUs switch { > 25 => "persons above 25", > 10 => "persons above 10", _ => "persons" };
        }

        (string Name, bool Is)[] flags =
        [
            ("persons.located", facts.Persons.Located), ("content.hidden", facts.Content.Hidden), ("content.confusable", facts.Content.Confusable),
            ("label.malformed", facts.Label.Malformed), ("label.aboveNetwork", facts.Label.AboveNetwork), ("sources undeclared", !facts.Sources.Declared),
        ];
        foreach (var (name, _) in flags.Where(flag => flag.Is))
        {
            yield return name;
        }

        foreach (var part in facts.Content.Uninspectable)
        {
            yield return $"uninspectable {part}";
        }
    }
}
