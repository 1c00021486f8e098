using System.Security.Cryptography;
using Concordat.Agreements;
using Concordat.Commands;
using Concordat.Gateway;
using Concordat.Gateway.Configuration;
using Concordat.Oversight;
using Concordat.Oversight.Signers;
using Concordat.Packs;
using Concordat.Safeguards;
using Concordat.Signing;

namespace Concordat.Hosting;

/// <summary>Verifies the agreement and the safeguard pack that a configuration names and puts them into force, or leaves what was in force and says why.</summary>
internal sealed class AgreementInForce(ConcordatGateway gateway, ConsoleData console, IRevokedSignerStore revoked, string configurationPath, TimeProvider time)
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

            var signers = await revoked.ListAsync(cancellationToken);
            if (Revoked(load.Agreement, signers) is { } reason)
            {
                return [$"{config.Agreement}: {reason}"];
            }

            // a revoked key counts for the pack as long as for the agreement that was in force by then
            var parties = TrustedParties.Of(config).Where(party => Revoked(party, load.Agreement, signers) is null).ToArray();
            if (SignedPack.Check(config.Safeguards, SafeguardPack.Default, parties, load.Agreement.Signers.Select(party => party.Role)) is { Count: > 0 } errors)
            {
                return errors;
            }

            await gateway.ApplyAsync(config, load.Agreement, HashOf(configurationPath), cancellationToken);
            console.Show(config, load.Agreement);
            return [];
        }
        catch (Exception fault) when (fault is SigningFormatException or InvalidOperationException or IOException or UnauthorizedAccessException or OversightUnavailableException)
        {
            return [$"{configurationPath}: {fault.Message}"];
        }
    }

    /// <summary>Why an agreement does not count although its signatures fit: a key was revoked, and it is none of those that were in force by then.</summary>
    private static string? Revoked(Agreement agreement, IReadOnlyList<RevokedSigner> signers) =>
        agreement.Signers.Select(party => Revoked(party, agreement, signers)).FirstOrDefault(reason => reason is not null);

    private static string? Revoked(TrustedParty party, Agreement agreement, IReadOnlyList<RevokedSigner> signers)
    {
        foreach (var key in party.AlsoKeys.Prepend(party.Key))
        {
            if (signers.Find(key) is { } found && !found.Agreements.Contains(agreement.Hash, StringComparer.Ordinal))
            {
                return $"`{party.Name}` ({party.Role}) signed it with the key {key.KeyId[..12]}, which was revoked on {Times.Short(found.Revoked)} (have it signed with a new key)";
            }
        }

        return null;
    }

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
