using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Recording;

/// <summary>Writes facts into entries under the names of facts.cedarschema, so that a verdict can be replayed from the ledger alone.</summary>
internal static class FactsWriter
{
    public static void Write(CanonicalWriter json, Facts facts, ReadOnlySpan<byte> useCase, ReadOnlySpan<byte> deployment)
    {
        json.BeginObject();
        json.Name("content"u8);
        Content(json, facts.Content);
        json.Name("deployment"u8);
        json.Raw(deployment);
        json.Name("label"u8);
        Label(json, facts.Label);
        json.Name("operation"u8);
        json.String(facts.Operation);
        json.Name("order"u8);
        json.BeginObject();
        json.Name("inForce"u8);
        json.String(facts.Order.InForce);
        json.EndObject();
        json.Name("persons"u8);
        Persons(json, facts.Persons);
        json.Name("sources"u8);
        Sources(json, facts.Sources);
        json.Name("tool"u8);
        Tool(json, facts.Tool);
        json.Name("topics"u8);
        Topics(json, facts.Topics);
        json.Name("useCase"u8);
        json.Raw(useCase);
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
