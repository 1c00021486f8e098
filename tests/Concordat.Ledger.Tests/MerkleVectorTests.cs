using System.Text.Json;
using Concordat.Ledger.Merkle;

namespace Concordat.Ledger.Tests;

/// <summary>The 518 proofs of transparency-dev/merkle.</summary>
public sealed class MerkleVectorTests
{
    [Fact]
    public void Inclusion_proofs_are_judged_as_published() => Judge("inclusion", 98, static c =>
        MerkleProof.VerifyInclusion(Number(c, "leafIdx"), Number(c, "treeSize"), Hash(c, "leafHash"), Proof(c), Hash(c, "root")));

    [Fact]
    public void Consistency_proofs_are_judged_as_published() => Judge("consistency", 98, static c =>
        MerkleProof.VerifyConsistency(Number(c, "size1"), Hash(c, "root1"), Number(c, "size2"), Hash(c, "root2"), Proof(c)));

    [Fact]
    public void Subtree_inclusion_proofs_are_judged_as_published() => Judge("subtreeinclusion", 204, static c =>
        MerkleProof.VerifySubtreeInclusion(
            Number(c, "leafIdx"), Number(c, "start"), Number(c, "end"), Hash(c, "leafHash"), Proof(c), Hash(c, "root")));

    [Fact]
    public void Subtree_consistency_proofs_are_judged_as_published() => Judge("subtreeconsistency", 118, static c =>
        MerkleProof.VerifySubtreeConsistency(
            Number(c, "start"), Number(c, "end"), Hash(c, "root1"), Number(c, "size"), Hash(c, "root2"), Proof(c)));

    private static void Judge(string kind, int count, Func<JsonElement, bool> verify)
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "merkle", kind + ".json")));
        Assert.Equal(count, cases.RootElement.GetArrayLength());
        var wrong = new List<string>();
        foreach (var c in cases.RootElement.EnumerateArray())
        {
            bool valid;
            try
            {
                valid = verify(c);
            }
            catch (FormatException)
            {
                valid = false; // no hash, or a number beyond 63 bits: our types cannot hold it
            }

            if (valid == c.GetProperty("wantErr").GetBoolean())
            {
                wrong.Add($"{c.GetProperty("file")}: {(valid ? "accepted" : "refused")}");
            }
        }

        Assert.Empty(wrong);
    }

    private static long Number(JsonElement c, string name) => c.GetProperty(name).GetInt64();

    private static TreeHash Hash(JsonElement c, string name) => Hash(c.GetProperty(name).GetString()!);

    /// <summary>Some cases have a text such as "don't care 1" for a root: any hash serves, as long as equal texts give equal hashes.</summary>
    private static TreeHash Hash(string text) => text.Length == 0
        ? throw new FormatException("not a hash")
        : TreeHash.TryParse(text, out var hash) ? hash : TreeHash.Leaf(Convert.FromBase64String(text));

    private static List<TreeHash> Proof(JsonElement c) => c.GetProperty("proof") is { ValueKind: JsonValueKind.Array } array
        ? [.. array.EnumerateArray().Select(static h => Hash(h.GetString()!))]
        : [];
}
