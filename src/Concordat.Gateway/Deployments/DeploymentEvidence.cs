using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Concordat.Attestation;
using Concordat.Attestation.Tokens;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Upstreams;
using Concordat.Signing;

namespace Concordat.Gateway.Deployments;

/// <summary>What a configuration demands of the evidence of a deployment, and asking for it by hand.</summary>
public static class DeploymentEvidence
{
    private static readonly ImmutableArray<IPNetwork> Anywhere = [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")];

    /// <summary>The demand of a deployment, without a nonce.</summary>
    /// <exception cref="InvalidOperationException">A file that it names cannot be used.</exception>
    public static EvidenceDemand DemandOf(DeploymentConfig deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var config = deployment.Evidence ?? throw new InvalidOperationException($"the deployment `{deployment.Name}` has no `evidence`");
        try
        {
            return new EvidenceDemand
            {
                Kind = EvidenceKinds.TryParse(config.Kind, out var kind) ? kind : throw new FormatException($"`{config.Kind}` is no kind of evidence"),
                ValidFor = config.ValidFor,
                Region = Known(deployment.Region),
                Partition = Known(deployment.Partition),
                Measurements = config.Measurements.ToFrozenDictionary(
                    static measured => measured.Name, static measured => measured.Values.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal),
                Firmware = config.Firmware.ToFrozenDictionary(static part => part.Name, static part => part.Least, StringComparer.Ordinal),
                BindsKey = config.BindsKey,
                Issuer = config.Issuer,
                Audience = config.Audience,
                Keys = config.Keys is { } keys ? TokenKeys.Read(ReadFile(keys, TokenKeys.MostBytes)) : null,
                SignedBy = config.SignedBy is { } signer ? VerifyingKey.Load(signer) : null,
                Vendor = Known(deployment.Vendor),
                Cloud = Known(deployment.Cloud),
                Deployment = deployment.Name,
            };
        }
        catch (Exception fault) when (fault is FormatException or SigningFormatException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"the evidence of the deployment `{deployment.Name}` cannot be checked: {fault.Message}", fault);
        }
    }

    /// <summary>Asks for evidence now and checks it, for people who want to see; nothing changes by it.</summary>
    /// <exception cref="InvalidOperationException">A file that the configuration names cannot be used.</exception>
    public static async Task<EvidenceAttempt> AttestAsync(DeploymentConfig deployment, TimeProvider time, CancellationToken cancellationToken)
    {
        var demand = DemandOf(deployment);
        using var upstreams = new UpstreamFactory(time);
        return await AskAsync(deployment, demand, upstreams.EvidencePoolOf(deployment, Anywhere), time, cancellationToken).ConfigureAwait(false);
    }

    internal static async Task<EvidenceAttempt> AskAsync(
        DeploymentConfig deployment, EvidenceDemand demand, UpstreamPool pool, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            if (demand.Kind == EvidenceKind.Statement)
            {
                var statement = ReadFile(deployment.Evidence!.File!, EvidenceVerifier.MostBytes);
                return new EvidenceAttempt(EvidenceVerifier.Verify(statement, demand, time.GetUtcNow()), statement, null, null);
            }

            var nonce = RandomNumberGenerator.GetBytes(32);
            var document = await EvidenceRequest.SendAsync(deployment.Evidence!.Url!, nonce, pool, time, cancellationToken).ConfigureAwait(false);
            return new EvidenceAttempt(EvidenceVerifier.Verify(document, demand with { Nonce = nonce }, time.GetUtcNow()), document, nonce, null);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            return new EvidenceAttempt(null, null, null, fault is HttpRequestException { InnerException: AddressException refused } ? refused.Message : fault.Message);
        }
    }

    private static string? Known(string word) => word is "unknown" or "" ? null : word;

    private static byte[] ReadFile(string path, int most) => new FileInfo(path).Length <= most
        ? File.ReadAllBytes(path)
        : throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{path} is larger than {most} bytes"));
}
