using System.Collections.Concurrent;

namespace Concordat.Gateway.Shadow;

/// <summary>What became of the copies that this node made, by candidate, since it started. Thread-safe.</summary>
internal sealed class ShadowTally
{
    private readonly ConcurrentDictionary<(string Candidate, string Result), long> _counts = new();

    /// <param name="result">One of <c>agreed</c>, <c>differed</c>, <c>failed</c>, <c>refused</c>, <c>dropped</c>.</param>
    public void Add(string candidate, string result) => _counts.AddOrUpdate((candidate, result), 1, static (_, count) => count + 1);

    public long Of(string candidate, string result) => _counts.GetValueOrDefault((candidate, result));

    public IEnumerable<(string Candidate, string Result, long Count)> All() => _counts
        .Select(pair => (pair.Key.Candidate, pair.Key.Result, pair.Value))
        .OrderBy(each => each.Candidate, StringComparer.Ordinal).ThenBy(each => each.Result, StringComparer.Ordinal);
}
