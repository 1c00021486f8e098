using System.Security.Cryptography;
using System.Text;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;

namespace Concordat.Configuration;

/// <summary>A hash over the configuration file and the files it names, so that a change of any of them is noticed.</summary>
/// <remarks>
/// Contents are hashed, not modification times: those are coarse on some file systems, and mounted secrets change through links.
/// The files are few and small; larger ones count with their first part, their length and their time.
/// </remarks>
internal static class ConfigurationFingerprint
{
    private const int MostBytes = 4 * 1024 * 1024;

    public static string Of(string path, ConcordatConfig? config)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, path);
        if (config is not null)
        {
            Append(hash, config.Agreement);
            Append(hash, config.Safeguards);
            foreach (var party in config.Parties)
            {
                Append(hash, party.Key);
                foreach (var also in party.AlsoKeys)
                {
                    Append(hash, also);
                }
            }

            foreach (var approver in config.Approvers)
            {
                Append(hash, approver);
            }

            // a newer revocation list counts as soon as it is there
            IReadOnlyList<string> trust =
            [
                .. config.Instances,
                .. config.Judge?.PromptFile is { } prompt ? (string[])[prompt] : [],
                .. config.WebAuthn?.Authenticators.Select(model => model.Roots) ?? [],
                .. config.SmartCards is { } cards ? (string[])[.. cards.Roots, .. cards.Issuers, .. cards.Revocation] : [],
            ];
            foreach (var file in trust)
            {
                Append(hash, file);
            }

            foreach (var key in (config.Console?.People ?? []).Select(static person => person.Key).OfType<string>())
            {
                Append(hash, key);
            }

            foreach (var issuer in config.Orders.Issuers)
            {
                Append(hash, issuer.Key);
            }

            foreach (var deployment in OrderSubjects.Places(config))
            {
                AppendSecrets(hash, deployment);
                IEnumerable<string?> files = [deployment.Bill, deployment.TlsAuthorities?.File, deployment.Evidence?.File, deployment.Evidence?.Keys, deployment.Evidence?.SignedBy];
                foreach (var file in files.OfType<string>())
                {
                    Append(hash, file);
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ApproverConfig approver)
    {
        foreach (var file in new[] { approver.Key, approver.Appointment }.OfType<string>())
        {
            Append(hash, file);
        }
    }

    private static void AppendSecrets(IncrementalHash hash, DeploymentConfig deployment)
    {
        foreach (var file in (string?[])
        [
            deployment.Key?.File, deployment.Aws?.AccessKey?.File, deployment.Aws?.SecretKey?.File, deployment.Aws?.SessionToken?.File,
            deployment.Google?.ServiceAccount, deployment.Entra?.Secret?.File,
        ])
        {
            if (file is not null)
            {
                Append(hash, file);
            }
        }
    }

    private static void Append(IncrementalHash hash, string path)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(path));
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = file.Length;
            hash.AppendData(BitConverter.GetBytes(length));
            if (length > MostBytes)
            {
                hash.AppendData(BitConverter.GetBytes(File.GetLastWriteTimeUtc(path).Ticks));
            }

            var content = new byte[(int)Math.Min(length, MostBytes)];
            hash.AppendData(content, 0, file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            hash.AppendData("unreadable"u8);
        }
    }
}
