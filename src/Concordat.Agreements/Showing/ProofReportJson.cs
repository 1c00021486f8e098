using System.Reflection;
using System.Text.Json;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Proving;

namespace Concordat.Agreements.Showing;

/// <summary>Renders a proof as JSON: what was proven, by which version of this program, and with which results. It can be kept as a record.</summary>
public static class ProofReportJson
{
    /// <summary>The report.</summary>
    public static byte[] Write(ProofReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonText.Render(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("agreement"u8, report.Hash);
            writer.WriteString("id"u8, report.Source.Metadata.Id);
            writer.WriteString("version"u8, report.Source.Metadata.Version);
            writer.WriteString("tool"u8, $"concordat {typeof(ProofReportJson).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}");
            writer.WriteBoolean("proven"u8, report.IsProven);
            writer.WriteStartArray("redLines"u8);
            foreach (var line in report.RedLines)
            {
                WriteLine(writer, line);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("findings"u8);
            JsonText.WriteFindings(writer, [.. report.Findings, .. report.RedLines.Select(line => line.Problem).OfType<Diagnostics.AgreementDiagnostic>()]);
            writer.WriteEndObject();
        });
    }

    private static void WriteLine(Utf8JsonWriter writer, RedLineProof line)
    {
        writer.WriteStartObject();
        writer.WriteString("clause"u8, line.Clause.Id.ToString());
        writer.WriteString("title"u8, line.Clause.Title);
        writer.WriteBoolean("holds"u8, line.Holds);
        JsonText.WriteStrings(writer, "opens", line.Clause.Opens.Select(act => act.Name));
        if (line.Opening is { } opening)
        {
            writer.WriteString("verdict"u8, Outcomes.Words(opening.Outcome));
            writer.WriteNumber("exceptionLine"u8, opening.ExceptionLine);
            JsonText.WriteExample(writer, opening.Example);
        }

        writer.WriteEndObject();
    }
}
