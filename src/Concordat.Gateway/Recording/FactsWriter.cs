using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Recording;

/// <summary>Writes facts into entries under the names of facts.cedarschema, so that a verdict can be replayed from the ledger alone.</summary>
internal static class FactsWriter
{
    /// <summary>Writes all groups of facts, or, beside the facts of the decision that an answer belongs to, those that differ.</summary>
    /// <param name="useCase">The use case's facts as canonical JSON.</param>
    /// <param name="deployment">The deployment's facts as canonical JSON.</param>
    /// <param name="decided">The facts of the decision, of the same operation, use case and deployment; null for a decision itself.</param>
    public static void Write(CanonicalWriter json, Facts facts, ReadOnlySpan<byte> useCase, ReadOnlySpan<byte> deployment, Facts? decided = null)
    {
        json.BeginObject();
        Group(json, "content"u8, facts.Content, decided?.Content, Content);
        if (decided is null)
        {
            json.Name("deployment"u8);
            json.Raw(deployment);
        }

        Group(json, "label"u8, facts.Label, decided?.Label, Label);
        Group(json, "meters"u8, facts.Meters, decided?.Meters, Meters);
        if (decided is null)
        {
            json.Name("operation"u8);
            json.String(facts.Operation);
        }

        Group(json, "order"u8, facts.Order, decided?.Order, Order);
        Group(json, "persons"u8, facts.Persons, decided?.Persons, Persons);
        Group(json, "sources"u8, facts.Sources, decided?.Sources, Sources);
        Group(json, "tool"u8, facts.Tool, decided?.Tool, Tool);
        Group(json, "topics"u8, facts.Topics, decided?.Topics, Topics);
        if (decided is null)
        {
            json.Name("useCase"u8);
            json.Raw(useCase);
        }

        json.EndObject();
    }

    public static byte[] UseCase(UseCaseFacts facts)
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Name("authorities"u8);
        json.Set(facts.Authorities);
        json.Name("functions"u8);
        json.Set(facts.Functions);
        json.Name("humanDecider"u8);
        json.Bool(facts.HumanDecider);
        Member(json, "id"u8, facts.Id);
        Member(json, "network"u8, facts.Network);
        Member(json, "official"u8, facts.Official);
        Member(json, "organisation"u8, facts.Organisation);
        Member(json, "purpose"u8, facts.Purpose);
        Member(json, "readiness"u8, facts.Readiness);
        json.Name("suspended"u8);
        json.Bool(facts.Suspended);
        json.EndObject();
        return json.Written.ToArray();
    }

    public static byte[] Label(LabelFacts facts)
    {
        var json = new CanonicalWriter();
        Label(json, facts);
        return json.Written.ToArray();
    }

    public static byte[] Deployment(DeploymentFacts facts)
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Name("approved"u8);
        json.Bool(facts.Approved);
        Member(json, "assurance"u8, facts.Assurance);
        Member(json, "cloud"u8, facts.Cloud);
        Member(json, "hosting"u8, facts.Hosting);
        Member(json, "name"u8, facts.Name);
        Member(json, "network"u8, facts.Network);
        Member(json, "region"u8, facts.Region);
        Member(json, "vendor"u8, facts.Vendor);
        json.Name("verified"u8);
        json.Bool(facts.Verified);
        json.EndObject();
        return json.Written.ToArray();
    }

    private static void Group<T>(CanonicalWriter json, ReadOnlySpan<byte> name, T facts, T? decided, Action<CanonicalWriter, T> write)
        where T : class
    {
        if (!facts.Equals(decided))
        {
            json.Name(name);
            write(json, facts);
        }
    }

    private static void Order(CanonicalWriter json, OrderFacts facts)
    {
        json.BeginObject();
        Member(json, "inForce"u8, facts.InForce);
        json.EndObject();
    }

    private static void Content(CanonicalWriter json, ContentFacts facts)
    {
        json.BeginObject();
        Member(json, "bytes"u8, facts.Bytes);
        Member(json, "confusable"u8, facts.Confusable);
        Member(json, "hidden"u8, facts.Hidden);
        Member(json, "strings"u8, facts.Strings);
        json.Name("uninspectable"u8);
        json.Set(facts.Uninspectable);
        json.EndObject();
    }

    private static void Label(CanonicalWriter json, LabelFacts facts)
    {
        json.BeginObject();
        Member(json, "aboveNetwork"u8, facts.AboveNetwork);
        json.Name("controls"u8);
        json.Set(facts.Controls);
        Member(json, "level"u8, facts.Level);
        Member(json, "malformed"u8, facts.Malformed);
        Member(json, "marked"u8, facts.Marked);
        Member(json, "rank"u8, facts.Rank);
        Member(json, "releasable"u8, facts.Releasable);
        json.EndObject();
    }

    private static void Meters(CanonicalWriter json, MeterFacts facts)
    {
        json.BeginObject();
        Member(json, "approvals"u8, facts.Approvals);
        Member(json, "broadDay"u8, facts.BroadDay);
        Member(json, "callerDay"u8, facts.CallerDay);
        Member(json, "callerHour"u8, facts.CallerHour);
        Member(json, "callerMonth"u8, facts.CallerMonth);
        Member(json, "forceDay"u8, facts.ForceDay);
        Member(json, "forceHour"u8, facts.ForceHour);
        Member(json, "hastyApprovals"u8, facts.HastyApprovals);
        Member(json, "joined"u8, facts.Joined);
        Member(json, "purposeDay"u8, facts.PurposeDay);
        Member(json, "purposeHour"u8, facts.PurposeHour);
        Member(json, "purposeMonth"u8, facts.PurposeMonth);
        Member(json, "useCaseDay"u8, facts.UseCaseDay);
        Member(json, "useCaseHour"u8, facts.UseCaseHour);
        json.EndObject();
    }

    private static void Persons(CanonicalWriter json, PersonFacts facts)
    {
        json.BeginObject();
        Member(json, "distinct"u8, facts.Distinct);
        Member(json, "foreign"u8, facts.Foreign);
        Member(json, "inWindow"u8, facts.InWindow);
        json.Name("kinds"u8);
        json.Set(facts.Kinds);
        Member(json, "located"u8, facts.Located);
        Member(json, "presumedUs"u8, facts.PresumedUs);
        Member(json, "unknown"u8, facts.Unknown);
        Member(json, "us"u8, facts.Us);
        json.EndObject();
    }

    private static void Sources(CanonicalWriter json, SourceFacts facts)
    {
        json.BeginObject();
        Member(json, "attested"u8, facts.Attested);
        Member(json, "declared"u8, facts.Declared);
        json.Name("kinds"u8);
        json.Set(facts.Kinds);
        Member(json, "undeclaredIds"u8, facts.UndeclaredIds);
        Member(json, "usPersonData"u8, facts.UsPersonData);
        json.EndObject();
    }

    private static void Tool(CanonicalWriter json, ToolFacts facts)
    {
        json.BeginObject();
        Member(json, "authorized"u8, facts.Authorized);
        Member(json, "effect"u8, facts.Effect);
        Member(json, "name"u8, facts.Name);
        json.Name("offered"u8);
        json.Set(facts.Offered);
        Member(json, "registered"u8, facts.Registered);
        json.EndObject();
    }

    private static void Topics(CanonicalWriter json, TopicFacts facts)
    {
        json.BeginObject();
        Member(json, "force"u8, facts.Force);
        Member(json, "highStakes"u8, facts.HighStakes);
        Member(json, "lawEnforcement"u8, facts.LawEnforcement);
        Member(json, "socialScoring"u8, facts.SocialScoring);
        Member(json, "surveillance"u8, facts.Surveillance);
        Member(json, "tracking"u8, facts.Tracking);
        json.EndObject();
    }

    private static void Member(CanonicalWriter json, ReadOnlySpan<byte> name, string value)
    {
        json.Name(name);
        json.String(value);
    }

    private static void Member(CanonicalWriter json, ReadOnlySpan<byte> name, long value)
    {
        json.Name(name);
        json.Long(value);
    }

    private static void Member(CanonicalWriter json, ReadOnlySpan<byte> name, bool value)
    {
        json.Name(name);
        json.Bool(value);
    }
}
