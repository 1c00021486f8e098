using Concordat.Cedar;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Deciding;

/// <summary>
/// Binds the typed facts to the records that clauses read. The names here are those of facts.cedarschema; a test holds the two together.
/// </summary>
internal static class FactsBinding
{
    private static readonly RecordShape FactsShape = new(
        "content", "deployment", "label", "meters", "operation", "order", "persons", "sources", "tool", "topics", "useCase");

    private static readonly RecordShape UseCaseShape = new(
        "authorities", "functions", "humanDecider", "id", "network", "official", "organisation", "purpose", "readiness", "suspended");

    private static readonly RecordShape SourcesShape = new("attested", "declared", "kinds", "undeclaredIds", "usPersonData");

    private static readonly RecordShape PersonsShape = new(
        "distinct", "foreign", "inWindow", "kinds", "located", "presumedUs", "unknown", "us");

    private static readonly RecordShape MetersShape = new(
        "approvals", "broadDay", "callerDay", "callerHour", "callerMonth", "forceDay", "forceHour", "hastyApprovals", "joined", "purposeDay",
        "purposeHour", "purposeMonth", "useCaseDay", "useCaseHour");

    private static readonly RecordShape LabelShape = new("aboveNetwork", "controls", "level", "malformed", "marked", "rank", "releasable");

    private static readonly RecordShape TopicsShape = new(
        "force", "highStakes", "lawEnforcement", "socialScoring", "surveillance", "tracking");

    private static readonly RecordShape ContentShape = new("bytes", "confusable", "hidden", "strings", "uninspectable");

    private static readonly RecordShape ToolShape = new("authorized", "effect", "name", "offered", "registered");

    private static readonly RecordShape DeploymentShape = new(
        "approved", "assurance", "cloud", "hosting", "name", "network", "region", "vendor", "verified");

    private static readonly RecordShape OrderShape = new("inForce");

    // What is seldom anything but "nothing found" is bound once and used again as long as it stays the same.
    private static readonly LastBound<LabelFacts> LastLabel = new(Label);
    private static readonly LastBound<MeterFacts> LastMeters = new(Meters);
    private static readonly LastBound<OrderFacts> LastOrder = new(Order);
    private static readonly LastBound<PersonFacts> LastPersons = new(Persons);
    private static readonly LastBound<SourceFacts> LastSources = new(Sources);
    private static readonly LastBound<ToolFacts> LastTool = new(Tool);
    private static readonly LastBound<TopicFacts> LastTopics = new(Topics);

    /// <summary>The whole context; the use case and the deployment change only with the configuration and are bound once.</summary>
    public static CedarRecord Bind(Facts facts, CedarValue useCase, CedarValue deployment) => new(FactsShape,
    [
        Content(facts.Content),
        deployment,
        LastLabel.Bind(facts.Label),
        LastMeters.Bind(facts.Meters),
        CedarValue.FromString(facts.Operation),
        LastOrder.Bind(facts.Order),
        LastPersons.Bind(facts.Persons),
        LastSources.Bind(facts.Sources),
        LastTool.Bind(facts.Tool),
        LastTopics.Bind(facts.Topics),
        useCase,
    ]);

    public static CedarRecord Bind(Facts facts) => Bind(facts, UseCase(facts.UseCase), Deployment(facts.Deployment));

    public static CedarValue UseCase(UseCaseFacts facts) => CedarValue.FromRecord(new CedarRecord(UseCaseShape,
    [
        CedarValue.FromSet(facts.Authorities),
        CedarValue.FromSet(facts.Functions),
        CedarValue.FromBool(facts.HumanDecider),
        CedarValue.FromString(facts.Id),
        CedarValue.FromString(facts.Network),
        CedarValue.FromString(facts.Official),
        CedarValue.FromString(facts.Organisation),
        CedarValue.FromString(facts.Purpose),
        CedarValue.FromString(facts.Readiness),
        CedarValue.FromBool(facts.Suspended),
    ]));

    public static CedarValue Deployment(DeploymentFacts facts) => CedarValue.FromRecord(new CedarRecord(DeploymentShape,
    [
        CedarValue.FromBool(facts.Approved),
        CedarValue.FromString(facts.Assurance),
        CedarValue.FromString(facts.Cloud),
        CedarValue.FromString(facts.Hosting),
        CedarValue.FromString(facts.Name),
        CedarValue.FromString(facts.Network),
        CedarValue.FromString(facts.Region),
        CedarValue.FromString(facts.Vendor),
        CedarValue.FromBool(facts.Verified),
    ]));

    public static CedarValue Order(OrderFacts facts) =>
        CedarValue.FromRecord(new CedarRecord(OrderShape, [CedarValue.FromString(facts.InForce)]));

    private static CedarValue Sources(SourceFacts facts) => CedarValue.FromRecord(new CedarRecord(SourcesShape,
    [
        CedarValue.FromBool(facts.Attested),
        CedarValue.FromBool(facts.Declared),
        CedarValue.FromSet(facts.Kinds),
        CedarValue.FromLong(facts.UndeclaredIds),
        CedarValue.FromString(facts.UsPersonData),
    ]));

    private static CedarValue Persons(PersonFacts facts) => CedarValue.FromRecord(new CedarRecord(PersonsShape,
    [
        CedarValue.FromLong(facts.Distinct),
        CedarValue.FromLong(facts.Foreign),
        CedarValue.FromLong(facts.InWindow),
        CedarValue.FromSet(facts.Kinds),
        CedarValue.FromBool(facts.Located),
        CedarValue.FromLong(facts.PresumedUs),
        CedarValue.FromLong(facts.Unknown),
        CedarValue.FromLong(facts.Us),
    ]));

    private static CedarValue Meters(MeterFacts facts) => CedarValue.FromRecord(new CedarRecord(MetersShape,
    [
        CedarValue.FromLong(facts.Approvals),
        CedarValue.FromLong(facts.BroadDay),
        CedarValue.FromLong(facts.CallerDay),
        CedarValue.FromLong(facts.CallerHour),
        CedarValue.FromLong(facts.CallerMonth),
        CedarValue.FromLong(facts.ForceDay),
        CedarValue.FromLong(facts.ForceHour),
        CedarValue.FromLong(facts.HastyApprovals),
        CedarValue.FromLong(facts.Joined),
        CedarValue.FromLong(facts.PurposeDay),
        CedarValue.FromLong(facts.PurposeHour),
        CedarValue.FromLong(facts.PurposeMonth),
        CedarValue.FromLong(facts.UseCaseDay),
        CedarValue.FromLong(facts.UseCaseHour),
    ]));

    public static CedarValue Label(LabelFacts facts) => CedarValue.FromRecord(new CedarRecord(LabelShape,
    [
        CedarValue.FromBool(facts.AboveNetwork),
        CedarValue.FromSet(facts.Controls),
        CedarValue.FromString(facts.Level),
        CedarValue.FromBool(facts.Malformed),
        CedarValue.FromBool(facts.Marked),
        CedarValue.FromLong(facts.Rank),
        CedarValue.FromBool(facts.Releasable),
    ]));

    private static CedarValue Topics(TopicFacts facts) => CedarValue.FromRecord(new CedarRecord(TopicsShape,
    [
        CedarValue.FromLong(facts.Force),
        CedarValue.FromLong(facts.HighStakes),
        CedarValue.FromLong(facts.LawEnforcement),
        CedarValue.FromLong(facts.SocialScoring),
        CedarValue.FromLong(facts.Surveillance),
        CedarValue.FromLong(facts.Tracking),
    ]));

    private static CedarValue Content(ContentFacts facts) => CedarValue.FromRecord(new CedarRecord(ContentShape,
    [
        CedarValue.FromLong(facts.Bytes),
        CedarValue.FromBool(facts.Confusable),
        CedarValue.FromBool(facts.Hidden),
        CedarValue.FromLong(facts.Strings),
        CedarValue.FromSet(facts.Uninspectable),
    ]));

    private static CedarValue Tool(ToolFacts facts) => CedarValue.FromRecord(new CedarRecord(ToolShape,
    [
        CedarValue.FromBool(facts.Authorized),
        CedarValue.FromString(facts.Effect),
        CedarValue.FromString(facts.Name),
        CedarValue.FromSet(facts.Offered),
        CedarValue.FromBool(facts.Registered),
    ]));
}
