using System.Security.Cryptography;
using Concordat.Ledger.Storage;

namespace Concordat.Ledger.Witnessing;

/// <summary>Keeps evidence against logs, each piece once, and not without end. For one thread at a time.</summary>
internal sealed class EvidenceFolder(string directory, LedgerFiles files)
{
    private const int MaxFiles = 1000;
    private const int MaxUnproven = 100;

    public void Keep(ForkEvidence evidence)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var json = evidence.ToJson();

            // Anyone can send a signed checkpoint with a proof that leads nowhere: such files must not crowd out proof.
            var (kind, most) = evidence.IsUnproven ? ("unproven", MaxUnproven) : ("fork", MaxFiles);
            var path = Path.Combine(directory, $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(json))[..32]}.json");
            if (File.Exists(path) || Directory.EnumerateFiles(directory, kind + "-*.json").Take(most).Count() == most)
            {
                return;
            }

            files.Replace(path, path + ".tmp", json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The refusal stands without it; a log that forks is asked again and again.
        }
    }
}
