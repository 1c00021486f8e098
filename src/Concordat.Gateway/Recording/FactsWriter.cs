using System.Collections.Immutable;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Provenance;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Recording;

/// <summary>Writes facts into entries under the names of facts.cedarschema, so that a verdict can be replayed from the ledger alone.</summary>
internal static class FactsWriter
{
    /// <summary>Writes all groups of facts, or, beside the facts of the decision that an answer belongs to, those that differ.</summary>
    /// <param name="useCase">The use case's facts as canonical JSON.</param>
    /// <param name="deployment">The deployment's facts as canonical JSON.</param>
    /// <param name="decided">The facts of the decision, of the same operation, use case and deployment; null for a decision itself.</param>
    /// <param name="usage">What the exchange used: not a fact, no clause reads it.</param>
    /// <param name="judgement">What a judge said: no fact either, its answer is in the topics.</param>
    /// <param name="provenance">The tokens by which sources are attested: no fact either, they say what to look up.</param>
    public static void Write(CanonicalWriter json, Facts facts, ReadOnlySpan<byte> useCase, ReadOnlySpan<byte> deployment, Facts? decided = null, UsageNote? usage = null, Judgement? judgement = null,
        ImmutableArray<AttestedSource> provenance = default)
    {
        json.BeginObject();
        Group(json, "content"u8, facts.Content, decided?.Content, Content);
        if (decided is null)
        {
            json.Name("deployment"u8);
            json.Raw(deployment);
        }

        if (judgement is not null)
        {
            json.Name("judge"u8);
            judgement.Write(json);
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
        if (!provenance.IsDefaultOrEmpty)
        {
            json.Name("provenance"u8);
            Provenance(json, provenance);
        }

        Group(json, "sources"u8, facts.Sources, decided?.Sources, Sources);
        Group(json, "tool"u8, facts.Tool, decided?.Tool, Tool);
        Group(json, "topics"u8, facts.Topics, decided?.Topics, Topics);
        if (usage is { } used)
        {
            json.Name("usage"u8);
            used.Write(json);
        }

        if (decided is null)
        {
            json.Name("useCase"u8);
            json.Raw(useCase);
        }

        json.EndObject();
    }

    /// <summary>Writes the groups that the safeguards find in a text, and nothing else.</summary>
    public static void WriteFound(CanonicalWriter json, ContentFacts content, LabelFacts label, PersonFacts persons, TopicFacts topics)
    {
        json.BeginObject();
        json.Name("content"u8);
        Content(json, content);
        json.Name("label"u8);
        Label(json, label);
        json.Name("persons"u8);
        Persons(json, persons);
        json.Name("topics"u8);
        Topics(json, topics);
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
        json.Member("id"u8, facts.Id);
        json.Member("network"u8, facts.Network);
        json.Member("official"u8, facts.Official);
        json.Member("organisation"u8, facts.Organisation);
        json.Member("purpose"u8, facts.Purpose);
        json.Member("readiness"u8, facts.Readiness);
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

    /// <param name="evidence">SHA-256 of what proves the level; null where nothing does. Not a fact: it says what to look up.</param>
    public static byte[] Deployment(DeploymentFacts facts, string? evidence = null)
    {
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Name("approved"u8);
        json.Bool(facts.Approved);
        json.Member("assurance"u8, facts.Assurance);
        json.Member("cloud"u8, facts.Cloud);
        if (evidence is not null)
        {
            json.Member("evidence"u8, evidence);
        }

        json.Member("hosting"u8, facts.Hosting);
        json.Member("name"u8, facts.Name);
        json.Member("network"u8, facts.Network);
        json.Member("region"u8, facts.Region);
        json.Member("vendor"u8, facts.Vendor);
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
        json.Member("inForce"u8, facts.InForce);
        json.EndObject();
    }

    private static void Content(CanonicalWriter json, ContentFacts facts)
    {
        json.BeginObject();
        json.Member("bytes"u8, facts.Bytes);
        json.Member("confusable"u8, facts.Confusable);
        json.Member("hidden"u8, facts.Hidden);
        json.Member("strings"u8, facts.Strings);
        json.Name("uninspectable"u8);
        json.Set(facts.Uninspectable);
        json.EndObject();
    }

    private static void Label(CanonicalWriter json, LabelFacts facts)
    {
        json.BeginObject();
        json.Member("aboveNetwork"u8, facts.AboveNetwork);
        json.Name("controls"u8);
        json.Set(facts.Controls);
        json.Member("level"u8, facts.Level);
        json.Member("malformed"u8, facts.Malformed);
        json.Member("marked"u8, facts.Marked);
        json.Member("rank"u8, facts.Rank);
        json.Member("releasable"u8, facts.Releasable);
        json.EndObject();
    }

    private static void Meters(CanonicalWriter json, MeterFacts facts)
    {
        json.BeginObject();
        json.Member("approvals"u8, facts.Approvals);
        json.Member("broadDay"u8, facts.BroadDay);
        json.Member("callerDay"u8, facts.CallerDay);
        json.Member("callerHour"u8, facts.CallerHour);
        json.Member("callerMonth"u8, facts.CallerMonth);
        json.Member("forceDay"u8, facts.ForceDay);
        json.Member("forceHour"u8, facts.ForceHour);
        json.Member("hastyApprovals"u8, facts.HastyApprovals);
        json.Member("joined"u8, facts.Joined);
        json.Member("purposeDay"u8, facts.PurposeDay);
        json.Member("purposeHour"u8, facts.PurposeHour);
        json.Member("purposeMonth"u8, facts.PurposeMonth);
        json.Member("useCaseDay"u8, facts.UseCaseDay);
        json.Member("useCaseHour"u8, facts.UseCaseHour);
        json.EndObject();
    }

    private static void Persons(CanonicalWriter json, PersonFacts facts)
    {
        json.BeginObject();
        json.Member("distinct"u8, facts.Distinct);
        json.Member("foreign"u8, facts.Foreign);
        json.Member("inWindow"u8, facts.InWindow);
        json.Name("kinds"u8);
        json.Set(facts.Kinds);
        json.Member("located"u8, facts.Located);
        json.Member("presumedUs"u8, facts.PresumedUs);
        json.Member("unknown"u8, facts.Unknown);
        json.Member("us"u8, facts.Us);
        json.EndObject();
    }

    private static void Provenance(CanonicalWriter json, ImmutableArray<AttestedSource> provenance)
    {
        json.BeginArray();
        foreach (var each in provenance)
        {
            json.BeginObject();
            json.Member("key"u8, each.Key);
            json.Member("source"u8, each.Source);
            json.Member("token"u8, each.Token);
            json.EndObject();
        }

        json.EndArray();
    }

    private static void Sources(CanonicalWriter json, SourceFacts facts)
    {
        json.BeginObject();
        json.Member("attested"u8, facts.Attested);
        json.Member("declared"u8, facts.Declared);
        json.Name("kinds"u8);
        json.Set(facts.Kinds);
        json.Member("undeclaredIds"u8, facts.UndeclaredIds);
        json.Member("usPersonData"u8, facts.UsPersonData);
        json.EndObject();
    }

    private static void Tool(CanonicalWriter json, ToolFacts facts)
    {
        json.BeginObject();
        json.Member("authorized"u8, facts.Authorized);
        json.Member("effect"u8, facts.Effect);
        json.Member("name"u8, facts.Name);
        json.Name("offered"u8);
        json.Set(facts.Offered);
        json.Member("registered"u8, facts.Registered);
        json.EndObject();
    }

    private static void Topics(CanonicalWriter json, TopicFacts facts)
    {
        json.BeginObject();
        json.Member("force"u8, facts.Force);
        json.Member("highStakes"u8, facts.HighStakes);
        json.Member("lawEnforcement"u8, facts.LawEnforcement);
        json.Member("socialScoring"u8, facts.SocialScoring);
        json.Member("surveillance"u8, facts.Surveillance);
        json.Member("tracking"u8, facts.Tracking);
        json.EndObject();
    }
}
