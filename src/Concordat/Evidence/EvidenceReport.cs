using System.Globalization;
using System.Net;
using System.Text;
using Concordat.Agreements;

namespace Concordat.Evidence;

/// <summary>The report that people read: one HTML page without scripts. The same package gives the same bytes.</summary>
internal static class EvidenceReport
{
    public static byte[] Write(EvidenceManifest manifest, IReadOnlyList<EvidenceEntry> entries, IReadOnlyList<Agreement> agreements)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Evidence: {{Html(manifest.Selection)}}</title>
            <style>body{font:14px/1.5 sans-serif;margin:2em;max-width:70em}table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.3em .5em;text-align:left;vertical-align:top}code{font-size:12px;word-break:break-all}</style>
            </head><body>
            <h1>Evidence from the ledger {{Html(manifest.Origin)}}</h1>
            <p>Selected: {{Html(manifest.Selection)}}. Exported {{manifest.Exported:yyyy-MM-dd HH:mm:ss}} UTC. {{entries.Count}} entries.</p>
            <p>Check it without trusting this page: <code>concordat ledger verify-export FOLDER --key VKEY</code>, with the verifier key that you
            know from elsewhere. This page names <code>{{Html(manifest.LogKey)}}</code>.</p>
            <p>Every entry below is in the ledger, as its proof shows. That the selection leaves nothing out shows only the ledger itself.</p>
            <h2>Agreements</h2>

            """);
        foreach (var agreement in agreements)
        {
            var signers = string.Join(", ", agreement.Signers.Select(static s => $"{s.Role} (key {string.Join(" and ", s.AlsoKeys.Prepend(s.Key).Select(static key => key.KeyId[..12]))})"));
            page.Append(CultureInfo.InvariantCulture, $"<p>{Html(agreement.Title)}, version {Html(agreement.Version)}, <code>{agreement.Hash}</code>. Signed by {Html(signers)}.</p>\n");
        }

        page.Append("<h2>Entries</h2>\n<table><tr><th>entry</th><th>time (UTC)</th><th>what</th><th>use case</th><th>verdict</th><th>clauses</th><th>exchange</th></tr>\n");
        foreach (var entry in entries)
        {
            var titles = agreements.FirstOrDefault(a => string.Equals(a.Hash, entry.Text("agreement"), StringComparison.Ordinal));
            var clauses = string.Join("<br>", entry.Clauses.Select(id => Html(ClauseId.TryParse(id, out var clause) && titles?.Find(clause) is { } found ? $"{id} {found.Title}" : id)));
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{entry.Index}</td><td>{Html(entry.Time)}</td><td>{Html(entry.Type)}</td><td>{Html(entry.Text("use_case"))}</td><td>{Html(entry.Verdict)}</td><td>{clauses}</td><td><code>{Html(entry.Text("id"))}</code></td></tr>\n");
        }

        return Encoding.UTF8.GetBytes(page.Append("</table>\n</body></html>\n").ToString());
    }

    private static string Html(string? text) => WebUtility.HtmlEncode(text ?? "");
}
