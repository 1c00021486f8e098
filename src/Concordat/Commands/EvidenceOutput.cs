using System.Globalization;
using System.Text.Json;

namespace Concordat.Commands;

/// <summary>Tells what a document of evidence shows.</summary>
internal static class EvidenceOutput
{
    public static async Task<int> WriteAsync(EvidenceReport report, bool json, TextWriter output)
    {
        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.EvidenceReport));
            return report.Proven ? ExitCode.Done : ExitCode.CheckFailed;
        }

        if (!report.Proven)
        {
            await output.WriteLineAsync($"{report.Deployment}: nothing is proven ({report.Fault}): {report.Because}");
            return ExitCode.CheckFailed;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{report.Deployment}: proven to {report.Level}, until {report.Expires:yyyy-MM-ddTHH:mm:ssZ}"));
        await output.WriteLineAsync($"  evidence:   {report.Evidence}");
        foreach (var (name, value) in report.Details)
        {
            await output.WriteLineAsync($"  {name + ":",-11} {value}");
        }

        foreach (var (name, value) in report.Measurements)
        {
            await output.WriteLineAsync($"  {name + ":",-11} {value}");
        }

        foreach (var key in report.TlsKeys)
        {
            await output.WriteLineAsync($"  TLS key:    {key}");
        }

        return ExitCode.Done;
    }
}
