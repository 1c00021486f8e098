using System.Text;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Showing;

namespace Concordat.Commands;

/// <summary>Writes what was found about an agreement: to standard error for people, to standard output for programs.</summary>
internal static class AgreementOutput
{
    public static async Task WriteAsync(IReadOnlyList<AgreementDiagnostic> found, bool asJson, CommandServices services)
    {
        if (asJson)
        {
            await services.Output.WriteLineAsync(Encoding.UTF8.GetString(AgreementReport.Write(found)));
            return;
        }

        foreach (var finding in found)
        {
            await services.Error.WriteLineAsync(finding.ToString());
        }
    }
}
