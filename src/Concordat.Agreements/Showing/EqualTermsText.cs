using System.Globalization;
using System.Text;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Showing;

/// <summary>Renders for people whether two instances have equal terms.</summary>
public static class EqualTermsText
{
    /// <summary>The whole report.</summary>
    public static string Render(EqualTermsReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"compared: {Name(report.One)} and {Name(report.Other)}\n");
        foreach (var own in report.OwnData)
        {
            text.Append(CultureInfo.InvariantCulture, $"set aside: {own.Name}: {string.Join("; ", own.Details)}\n");
        }

        text.Append(report.DecideAlike
            ? "verdicts: alike for all facts, proven\n"
            : "verdicts: not alike\n");
        if (report.AreEqual)
        {
            var rewritten = report.Differences.Clauses.Select(static clause => clause.Id.ToString()).ToList();
            return text.Append(rewritten.Count == 0 ? "" : $"written otherwise, decided alike: {string.Join(", ", rewritten)}\n").Append("equal terms\n").ToString();
        }

        text.Append(CultureInfo.InvariantCulture, $"not equal terms; below, `before` is {report.One.Metadata.Id} and `now` is {report.Other.Metadata.Id}\n");
        DiffText.WriteChanges(report.Differences, text);
        return text.ToString();
    }

    private static string Name(AgreementSource source) => $"{source.Metadata.Id} {source.Metadata.Version}";
}
