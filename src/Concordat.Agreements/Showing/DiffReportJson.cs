using System.Collections.Immutable;
using System.Text.Json;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Facts;

namespace Concordat.Agreements.Showing;

/// <summary>Renders an amendment's effect as JSON.</summary>
public static class DiffReportJson
{
    /// <summary>The report.</summary>
    public static byte[] Write(DiffReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonText.Render(writer =>
        {
            writer.WriteStartObject();
            WriteMembers(writer, report, report.Before, report.After);
            writer.WriteEndObject();
        });
    }

    /// <summary>What every comparison has; the two as they are signed, where the report is of forms of them made to compare.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, DiffReport report, AgreementSource before, AgreementSource after)
    {
        WriteAgreement(writer, "before", before);
        WriteAgreement(writer, "after", after);
        writer.WriteBoolean("keepsVerdicts"u8, report.KeepsVerdicts);
        writer.WriteStartArray("clauses"u8);
        foreach (var clause in report.Clauses)
        {
            WriteClause(writer, clause);
        }

        writer.WriteEndArray();
        WriteChanges(writer, "terms", report.Terms);
        WriteChanges(writer, "prose", report.Prose);
        WriteChanges(writer, "authorities", report.Authorities);
        WriteChanges(writer, "facts", report.Facts);
    }

    internal static void WriteChanges(Utf8JsonWriter writer, string name, ImmutableArray<TextChange> changes)
    {
        writer.WriteStartArray(name);
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, change.Name);
            writer.WriteString("change"u8, Kind(change.Kind));
            JsonText.WriteStrings(writer, "details", change.Details);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAgreement(Utf8JsonWriter writer, string name, AgreementSource source)
    {
        writer.WriteStartObject(name);
        writer.WriteString("id"u8, source.Metadata.Id);
        writer.WriteString("version"u8, source.Metadata.Version);
        writer.WriteString("hash"u8, AgreementPayload.Hash(AgreementPayload.Build(source)));
        writer.WriteEndObject();
    }

    private static void WriteClause(Utf8JsonWriter writer, ClauseChange change)
    {
        writer.WriteStartObject();
        writer.WriteString("clause"u8, change.Id.ToString());
        writer.WriteString("title"u8, change.Title);
        writer.WriteString("change"u8, Kind(change.Kind));
        writer.WriteBoolean("redLine"u8, (change.After ?? change.Before!).RedLine);
        JsonText.WriteStrings(writer, "details", change.Details);
        WriteRegions(writer, "newlyHolds", change.NewlyHolds);
        WriteRegions(writer, "noLongerHolds", change.NoLongerHolds);
        WriteRegions(writer, "exceptions", change.Exceptions);
        writer.WriteBoolean("otherwiseAsBefore"u8, change.OtherwiseAsBefore);
        writer.WriteStartArray("effects"u8);
        foreach (var effect in change.Effects)
        {
            writer.WriteStartObject();
            writer.WriteString("effect"u8, effect.Words);
            writer.WriteString("action"u8, effect.Action.Id);
            writer.WriteString("resourceType"u8, effect.ResourceType);
            writer.WriteString("before"u8, Outcomes.Words(effect.From));
            writer.WriteString("after"u8, Outcomes.Words(effect.To));
            JsonText.WriteExample(writer, effect.Example);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRegions(Utf8JsonWriter writer, string name, ImmutableArray<Region> regions)
    {
        writer.WriteStartArray(name);
        foreach (var region in regions)
        {
            writer.WriteStartObject();
            JsonText.WriteStrings(writer, "where", region.Conditions);
            WriteRegions(writer, "butNot", region.Exceptions);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Kind(ChangeKind kind) => kind.ToString().ToLowerInvariant();
}
