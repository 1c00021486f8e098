using System.Collections.Frozen;
using System.Collections.Immutable;
using Concordat.Cedar;

namespace Concordat.Agreements.Facts;

/// <summary>
/// The facts that the safeguards and the gateway really produce: one list, which a test of the gateway keeps true. Lint, proofs and
/// differences read it; deciding does not.
/// </summary>
public static class KnownFacts
{
    /// <summary>All of them, in the order in which people read about a request.</summary>
    public static ImmutableArray<KnownFact> All { get; } =
    [
        Choice("operation", "operation called", "chat", "chat", "responses", "messages", "embeddings", "tools"),
        Text("useCase.id", "registration of the use case", "use-case"),
        Text("useCase.purpose", "purpose of the use case", "ordinary work"),
        Text("useCase.organisation", "organisation", "an organisation of the Department"),
        Text("useCase.official", "accountable official", "the official"),
        Text("useCase.network", "network of the use case", "network"),
        Choice("useCase.readiness", "readiness of the use case", "general", "not-ready", "shadow", "trial", "general"),
        Set("useCase.functions", "functions of the use case", "analysis", "logistics", "maintenance", "translation", "foreign-intelligence",
            "counterintelligence", "law-enforcement", "domestic-law-enforcement", "fires", "weapons-evaluation", "personnel", "benefits",
            "medical", "research", "software"),
        Set("useCase.authorities", "legal authorities that the use case claims"),
        Flag("useCase.humanDecider", "a named person decides on what the model advises"),
        Flag("useCase.suspended", "the parties have suspended the use case"),
        Set("sources.kinds", "kinds of data source", "operational", "consented", "commercially-acquired", "publicly-available",
            "foreign-intelligence", "compulsory-process", "unknown"),
        Flag("sources.declared", "a data source is declared"),
        Flag("sources.attested", "a data platform signed for every source"),
        Count("sources.undeclaredIds", "data sources named that are not registered"),
        Choice("sources.usPersonData", "the sources hold data about U.S. persons", "unknown", "yes", "no", "unknown"),
        Count("persons.distinct", "persons identified in the text"),
        Count("persons.us", "persons shown to be U.S. persons or nationals"),
        Count("persons.foreign", "persons shown to be foreign"),
        Count("persons.unknown", "persons of unknown nationality"),
        Count("persons.presumedUs", "presumed U.S. persons in the text"),
        Set("persons.kinds", "kinds of personal identifier", "email", "phone", "ssn", "plate", "passport", "device", "licence", "ip", "handle", "name", "address", "coordinates"),
        Flag("persons.located", "a person is tied to a place or a licence plate"),
        Count("persons.inWindow", "presumed U.S. persons looked up over the window"),
        Count("meters.useCaseHour", "persons looked up by the use case within an hour"),
        Count("meters.useCaseDay", "persons looked up by the use case within a day"),
        Count("meters.callerHour", "persons looked up with the API key within an hour"),
        Count("meters.callerDay", "persons looked up with the API key within a day"),
        Count("meters.callerMonth", "persons looked up with the API key within 30 days"),
        Count("meters.purposeHour", "persons looked up for the purpose within an hour"),
        Count("meters.purposeDay", "persons looked up for the purpose within a day"),
        Count("meters.purposeMonth", "persons looked up for the purpose within 30 days"),
        Count("meters.joined", "persons that another use case has looked up within 30 days"),
        Count("meters.broadDay", "texts with more than ten persons within a day"),
        Count("meters.forceHour", "tool calls that apply force within an hour"),
        Count("meters.forceDay", "tool calls that apply force within a day"),
        Count("meters.approvals", "approvals given within 30 days"),
        Count("meters.hastyApprovals", "approvals given in haste, of a hundred"),
        Flag("label.marked", "the text has a classification mark"),
        Choice("label.level", "highest classification mark", "none", "none", "unclassified", "cui", "confidential", "secret", "top-secret"),
        Count("label.rank", "highest classification mark as a number"),
        Set("label.controls", "dissemination marks"),
        Flag("label.aboveNetwork", "the text is marked above the network: its level, or a compartment that it is not accredited for"),
        new("label.releasable", "every nation on the network may read the text", CedarValue.FromBool(true)),
        Flag("label.malformed", "the text has a mark that cannot be right"),
        Suspicion("topics.surveillance", "suspicion of surveillance"),
        Suspicion("topics.tracking", "suspicion of tracking"),
        Suspicion("topics.force", "suspicion of selecting or engaging targets"),
        Suspicion("topics.highStakes", "suspicion of a decision about a person"),
        Suspicion("topics.lawEnforcement", "suspicion of policing"),
        Suspicion("topics.socialScoring", "suspicion of social scoring"),
        Set("content.uninspectable", "parts that could not be inspected", "image", "audio", "file", "video", "encrypted", "unknown"),
        Flag("content.hidden", "the text has characters that a reader cannot see"),
        Flag("content.confusable", "the text disguises words with look-alike characters"),
        Count("content.strings", "strings in the text"),
        Count("content.bytes", "bytes of text"),
        Text("tool.name", "tool called", ""),
        Choice("tool.effect", "effect of the tool called", "none", "none", "reversible", "high-stakes", "force", "unknown"),
        new("tool.registered", "the tool is registered", CedarValue.FromBool(true)),
        Flag("tool.authorized", "a human authorized exactly this call") with { Always = CedarValue.FromBool(false) },
        Set("tool.offered", "effects of the tools on offer", "none", "reversible", "high-stakes", "force", "unknown"),
        Text("deployment.name", "deployment", "deployment"),
        Text("deployment.vendor", "vendor of the deployment", "vendor"),
        Text("deployment.cloud", "cloud of the deployment", "cloud"),
        Text("deployment.region", "region of the deployment", "region"),
        Text("deployment.network", "network of the deployment", "network"),
        Choice("deployment.hosting", "where the deployment runs", "cloud", "cloud", "edge", "on-premises", "unknown"),
        Choice("deployment.assurance", "assurance of the deployment", "A0", "A0", "A1", "A2", "A3"),
        new("deployment.approved", "the parties approved the deployment for the network", CedarValue.FromBool(true)),
        new("deployment.verified", "evidence of verification and validation is on file", CedarValue.FromBool(true)),
        Choice("order.inForce", "order in force", "none", "none", "stop-use", "restriction", "suspension"),
    ];

    private static FrozenDictionary<string, KnownFact> ByPath { get; } = All.ToFrozenDictionary(fact => fact.Path, StringComparer.Ordinal);

    /// <summary>The fact of that name, or none.</summary>
    public static KnownFact? Find(string path) => ByPath.GetValueOrDefault(path);

    private static KnownFact Flag(string path, string words) => new(path, words, CedarValue.FromBool(false));

    private static KnownFact Count(string path, string words) => new(path, words, CedarValue.FromLong(0));

    private static KnownFact Suspicion(string path, string words) => Count(path, words) with { IsSuspicion = true };

    private static KnownFact Text(string path, string words, string ordinary) => new(path, words, CedarValue.FromString(ordinary));

    private static KnownFact Choice(string path, string words, string ordinary, params ImmutableArray<string> values) =>
        Text(path, words, ordinary) with { Values = values };

    private static KnownFact Set(string path, string words, params ImmutableArray<string> values) =>
        new(path, words, CedarValue.FromSet(FrozenSet<string>.Empty)) { Values = values };
}
