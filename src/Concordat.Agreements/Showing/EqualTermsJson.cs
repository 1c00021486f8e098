using Concordat.Agreements.Differing;

namespace Concordat.Agreements.Showing;

/// <summary>Renders as JSON whether two instances have equal terms.</summary>
public static class EqualTermsJson
{
    /// <summary>The report: the members of a diff, and <c>equal</c>, <c>decideAlike</c> and what was set aside.</summary>
    public static byte[] Write(EqualTermsReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonText.Render(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("equal"u8, report.AreEqual);
            writer.WriteBoolean("decideAlike"u8, report.DecideAlike);
            DiffReportJson.WriteChanges(writer, "setAside", report.OwnData);
            DiffReportJson.WriteMembers(writer, report.Differences, report.One, report.Other);
            writer.WriteEndObject();
        });
    }
}
