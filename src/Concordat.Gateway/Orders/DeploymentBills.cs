using Concordat.Attestation;
using Concordat.Attestation.Bills;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;

namespace Concordat.Gateway.Orders;

/// <summary>The bills of materials of a configuration, each file read once. Immutable.</summary>
public sealed class DeploymentBills
{
    private const long MostBytes = 256 * 1024 * 1024;
    private const int MostComponents = 100_000;

    private readonly Dictionary<string, DeploymentBill> _bills = new(StringComparer.Ordinal);

    private DeploymentBills()
    {
    }

    /// <summary>The bill of a deployment; null where it has none.</summary>
    public DeploymentBill? Of(string deployment) => _bills.GetValueOrDefault(deployment);

    /// <summary>Reads every bill, and the signed statements that vouch for them. Nothing that is wrong with one keeps the others from being read.</summary>
    /// <param name="now">As of when statements must hold.</param>
    public static DeploymentBills Read(ConcordatConfig config, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(config);
        var (all, files) = (new DeploymentBills(), new Dictionary<(string, bool), DeploymentBill>());
        var (bytes, components) = (0L, 0L);
        foreach (var deployment in OrderSubjects.Places(config))
        {
            if (deployment.Bill is not { } path)
            {
                continue;
            }

            var ofModel = deployment.Kind != McpServerConfig.DeploymentKind;
            if (!files.TryGetValue((path, ofModel), out var read))
            {
                files[(path, ofModel)] = read = components > MostComponents || bytes > MostBytes
                    ? new DeploymentBill(null, "it was not read: the bills before it are as much as one plan reads")
                    : ReadFile(path, ofModel, ref bytes);
                components += read.Bill?.Components.Length ?? 0;
            }

            all._bills[deployment.Name] = read.Bill is { } bill ? new DeploymentBill(bill, Doubts(deployment, bill, now)) : read;
        }

        return all;
    }

    private static DeploymentBill ReadFile(string path, bool ofModel, ref long bytes)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > AiBill.MostBytes)
            {
                return new DeploymentBill(null, $"it cannot be read: a bill of materials has at most {AiBill.MostBytes} bytes");
            }

            bytes += length;
            return new DeploymentBill(AiBill.Read(File.ReadAllBytes(path), ofModel), "");
        }
        catch (FormatException fault)
        {
            return new DeploymentBill(null, $"it cannot be read: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new DeploymentBill(null, "it cannot be read: the file cannot be opened"); // without its path, which is nobody's business over HTTP
        }
    }

    private static string Doubts(DeploymentConfig deployment, AiBill bill, DateTimeOffset now) =>
        string.Join("; ", bill.Gaps.Prepend(Unsigned(deployment, bill, now) ?? "").Where(static doubt => doubt.Length > 0));

    /// <summary>Why nobody vouches for the bill; null where the provider signed its hash.</summary>
    private static string? Unsigned(DeploymentConfig deployment, AiBill bill, DateTimeOffset now)
    {
        if (deployment.Evidence is not { File: { } file } evidence || !EvidenceKinds.TryParse(evidence.Kind, out var kind) || kind != EvidenceKind.Statement)
        {
            return "it is not signed: no signed statement names its hash";
        }

        try
        {
            var info = new FileInfo(file);
            var result = info.Length > EvidenceVerifier.MostBytes ? null : EvidenceVerifier.Verify(File.ReadAllBytes(file), DeploymentEvidence.DemandOf(deployment), now);
            return result switch
            {
                null => "it is not signed: the statement is too large",
                { Proven: null } => $"it is not signed: the statement does not count: {result.Because}",
                { Proven: { } proven } when !proven.Measurements.TryGetValue("bill", out var signed) => "it is not signed: the signed statement names no bill",
                { Proven: { } proven } => bill.Hash.Equals(proven.Measurements["bill"], StringComparison.OrdinalIgnoreCase) ? null : "it is not signed: the signed statement names another bill",
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return "it is not signed: the statement cannot be read";
        }
    }
}
