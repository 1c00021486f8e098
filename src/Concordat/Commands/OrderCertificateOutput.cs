using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concordat.Gateway.Orders;

namespace Concordat.Commands;

/// <summary>Shows certificates of orders, for people or as the JSON that was signed.</summary>
internal static class OrderCertificateOutput
{
    public static async Task WriteAsync(OrderCertificate certificate, byte[] payload, bool asJson, CommandServices services)
    {
        if (asJson)
        {
            await services.Output.WriteLineAsync(Encoding.UTF8.GetString(payload));
            return;
        }

        foreach (var line in OrderCompletion.Words(certificate))
        {
            await services.Output.WriteLineAsync(line);
        }

        foreach (var log in certificate.Logs().Where(static log => log.Uses.Count > 0))
        {
            if (certificate.Others is not null)
            {
                await services.Output.WriteLineAsync($"in {log.Origin}:");
            }

            TextTable.Write(
                services.Output,
                ["USE CASE", "DEPLOYMENT", "PHASE-OUT", "SPARED", "AT REST", "STOPPED", "AFTER THE END", "LAST", "ENTRY"],
                [.. log.Uses.Select(static use => (string[])[use.UseCase, use.Deployment, Number(use.PhaseOut), Number(use.Spared), Number(use.Rested), Number(use.Stopped),
                    Number(use.Residual), Times.Short(use.LastTime), use.LastEntry is { } entry ? Number(entry) : "none"])]);
        }

        await services.Output.WriteLineAsync($"certificate: {Convert.ToHexStringLower(SHA256.HashData(payload))}");
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
