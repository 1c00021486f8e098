using System.Text.Json;
using Concordat.Signing;

namespace Concordat.Gateway.Unmasking;

/// <summary>How an entry of the ledger says that what it records is marked.</summary>
internal static class RecordedMarking
{
    /// <summary>The label of what nobody knows the marking of: above every clearance.</summary>
    public static byte[] Unknown => "{}"u8.ToArray();

    /// <summary>The label in the facts of an entry, canonical; null where it has none of its own, as an answer marked like its request.</summary>
    public static byte[]? Of(byte[] entry)
    {
        using var json = JsonDocument.Parse(entry);
        return json.RootElement.TryGetProperty("facts", out var facts) && facts.TryGetProperty("label", out var label)
            ? CanonicalJson.Canonicalize(System.Text.Encoding.UTF8.GetBytes(label.GetRawText()))
            : null;
    }

    /// <summary>The label of the request, or that of the answer where it ranks higher.</summary>
    public static byte[] Higher(byte[]? request, byte[]? answer) =>
        request is null ? Unknown : answer is null || RankOf(answer) <= RankOf(request) ? request : answer;

    private static long RankOf(byte[] label)
    {
        using var json = JsonDocument.Parse(label);
        return json.RootElement.GetProperty("rank").GetInt64();
    }
}
