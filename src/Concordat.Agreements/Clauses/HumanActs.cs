using System.Collections.Immutable;

namespace Concordat.Agreements.Clauses;

/// <summary>The acts that may open a red line, and nothing else may.</summary>
public static class HumanActs
{
    private const string Kinds = "context.sources.declared && {0}.containsAll(context.sources.kinds)";

    /// <summary>A human authorizes one exact act.</summary>
    public static HumanAct Authorization { get; } = new("authorization", "a human authorized exactly this act", "context.tool.authorized");

    /// <summary>The panel rules on a matter that is held.</summary>
    public static HumanAct Ruling { get; } = new("ruling", "the panel rules", "");

    /// <summary>All of them.</summary>
    public static ImmutableArray<HumanAct> All { get; } =
    [
        Authorization,
        Ruling,
        new("decider", "a named person decides on what the model advises", "context.useCase.humanDecider"),
        new("consent", "the people concerned consented", Sources("[\"consented\"]")),
        new("court-order", "a court ordered it", Sources("[\"compulsory-process\"]")),
        new("express-authority", "the Constitution or an Act of Congress expressly authorizes it, and an official answers for that claim",
            "context.useCase.authorities.contains(\"express-authorization\")"),
        new("own-records", "the sources are registered as the organisation's own records", Sources("[\"operational\", \"consented\"]")),
        new("foreign-sources", "the sources are registered as foreign intelligence without data about U.S. persons",
            Sources("[\"foreign-intelligence\"]") + " && context.sources.usPersonData == \"no\""),
        new("fires-registration", "the use case is registered for fires", "context.useCase.functions.contains(\"fires\")"),
    ];

    /// <summary>The act of that name, or none.</summary>
    public static HumanAct? Find(string name) => All.FirstOrDefault(act => string.Equals(act.Name, name, StringComparison.Ordinal));

    private static string Sources(string kinds) => Kinds.Replace("{0}", kinds, StringComparison.Ordinal);
}
