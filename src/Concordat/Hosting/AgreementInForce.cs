using System.Security.Cryptography;
using Concordat.Agreements;
using Concordat.Commands;
using Concordat.Gateway;
using Concordat.Gateway.Configuration;
using Concordat.Signing;

namespace Concordat.Hosting;

/// <summary>Verifies the agreement that a configuration names and puts both into force, or leaves what was in force and says why.</summary>
internal sealed class AgreementInForce(ConcordatGateway gateway, ConsoleData console, string configurationPath, TimeProvider time)
{
    /// <returns>Why not; empty when it is in force.</returns>
    public async ValueTask<IReadOnlyList<string>> ApplyAsync(ConcordatConfig config, CancellationToken cancellationToken)
    {
        try
        {
            var load = AgreementFolder.Load(config.Agreement, TrustedParties.Of(config), time.GetUtcNow());
            if (!load.IsLoaded)
            {
                return [.. load.Diagnostics.Select(d => d.File is null ? $"{config.Agreement}: {d}" : d.ToString())];
            }

            await gateway.ApplyAsync(config, load.Agreement, HashOf(configurationPath), cancellationToken);
            console.Show(config, load.Agreement);
            return [];
        }
        catch (Exception fault) when (fault is SigningFormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return [$"{configurationPath}: {fault.Message}"];
        }
    }

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
