using System.Security.Cryptography;
using System.Text;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards;

/// <summary>The compiled pattern data that inspections use; its hash goes into every entry so that a verdict can be replayed.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class SafeguardPack
{
    /// <summary>Changes with every change of the code that could change a finding.</summary>
    private const string _version = "concordat-safeguards/1";

    private static readonly Lazy<SafeguardPack> _default = new(Load);

    private SafeguardPack(TopicLexicon topics, string hash)
    {
        Topics = topics;
        Hash = hash;
    }

    /// <summary>The pack that ships with this version.</summary>
    public static SafeguardPack Default => _default.Value;

    /// <summary>Lower-case hexadecimal SHA-256 over the version and the shipped data.</summary>
    public string Hash { get; }

    internal TopicLexicon Topics { get; }

    /// <summary>Proves that the platform's Unicode normalization works; call at start, before serving.</summary>
    /// <exception cref="InvalidOperationException">Normalization returns its input, as it does in invariant-globalization mode.</exception>
    public static void SelfTest()
    {
        if (!string.Equals("Ｓ".Normalize(NormalizationForm.FormKD), "S", StringComparison.Ordinal)
            || !string.Equals("é".Normalize(NormalizationForm.FormKD), "e\u0301", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                "unicode normalization does not work on this host: install ICU and turn off invariant globalization");
        }
    }

    private static SafeguardPack Load()
    {
        using var stream = typeof(SafeguardPack).Assembly.GetManifestResourceStream("topics.txt")
            ?? throw new InvalidOperationException("the safeguard pack misses its resource `topics.txt`");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var data = copy.ToArray();
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(_version), 0, .. data]);
        return new SafeguardPack(TopicLexicon.Parse(Encoding.UTF8.GetString(data)), Convert.ToHexStringLower(hash));
    }
}
