using System.Security.Cryptography;
using System.Text;
using Concordat.Safeguards.Suspicion;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards;

/// <summary>The compiled pattern data that inspections use; its hash goes into every entry so that a verdict can be replayed.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class SafeguardPack
{
    /// <summary>The version of the code that reads the data; changes with every change that could change a finding.</summary>
    public const string Version = "concordat-safeguards/5";

    private static readonly (string Text, string Plain)[] _normalized =
        [("Ｓ", "S"), ("é", "e\u0301"), ("ﬁ", "fi"), ("\U0001D412", "S"), ("①", "1"), ("가", "\u1100\u1161")];

    private static readonly Lazy<SafeguardPack> _default = new(Load);

    private SafeguardPack(TopicLexicon topics, SuspicionGate gate, string hash)
    {
        Topics = topics;
        Gate = gate;
        Hash = hash;
        Files = [.. Encoding.ASCII.GetString(PackData.Manifest).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(PackFile.Parse)];
    }

    /// <summary>The pack that ships with this version.</summary>
    public static SafeguardPack Default => _default.Value;

    /// <summary>Lower-case hexadecimal SHA-256 over the version and the list of the shipped data with their hashes.</summary>
    public string Hash { get; }

    /// <summary>The shipped data files, in the order of the pack's list.</summary>
    public IReadOnlyList<PackFile> Files { get; }

    internal TopicLexicon Topics { get; }

    internal SuspicionGate Gate { get; }

    /// <summary>Proves that the platform's Unicode normalization works, and that disguised text is read; call at start, before serving.</summary>
    /// <exception cref="InvalidOperationException">Normalization returns its input, as it does in invariant-globalization mode, or a disguise is not read.</exception>
    public static void SelfTest()
    {
        foreach (var (text, plain) in _normalized)
        {
            if (!string.Equals(text.Normalize(NormalizationForm.FormKD), plain, StringComparison.Ordinal))
            {
                throw new InvalidOperationException(
                    "unicode normalization does not work on this host: install ICU and turn off invariant globalization");
            }
        }

        var inspection = new RequestInspection(Default);
        inspection.InspectText("ＪＡＮＥ%40ｅхａmple.com\nＳＥ\u200BＣＲＥＴ／／NOFORN"u8);
        if (inspection.Findings.Persons.Distinct != 1 || inspection.Findings.Label(new NetworkCeiling(0, [])).Rank != 4)
        {
            throw new InvalidOperationException("the safeguards do not read disguised text on this host: the process must not serve");
        }
    }

    private static SafeguardPack Load()
    {
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(Version), 0, .. PackData.Manifest]);
        return new SafeguardPack(
            TopicLexicon.Parse(Encoding.UTF8.GetString(PackData.Read("topics.txt").Span)), SuspicionGate.Read(PackData.Read("gate.bin").ToArray()), Convert.ToHexStringLower(hash));
    }
}
