using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;
using Concordat.Ledger;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>
/// Remembers, in the store, when each use case was first let through to each deployment and tool server, whatever node served it: an exclusion goes by that. What is not
/// written yet counts as not used, so nothing slips past an exclusion for being late.
/// </summary>
/// <remarks><see cref="Add"/> is thread-safe and waits for nothing; the rest is used in the turn of the watch of orders.</remarks>
internal sealed class FirstUses(IDocumentStore store, LedgerWriter ledger, TimeProvider time)
{
    /// <summary>Most uses that are remembered: one beyond them counts as none.</summary>
    private const int Most = 100_000;

    /// <summary>Most entries of the ledger that are looked through, once, where uses of an earlier version are not in the store.</summary>
    private const int MostEntries = 100_000;

    private readonly ConcurrentDictionary<(UseCaseModel UseCase, DeploymentModel Deployment), bool> _seen = new();
    private readonly ConcurrentQueue<FirstUse> _new = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal); // of all rows
    private long _read;

    /// <summary>What was used since when, as far as it was read.</summary>
    public OrderUses Known { get; private set; } = OrderUses.None;

    /// <summary>Notes that a use was let through.</summary>
    public void Add(UseCaseModel useCase, DeploymentModel deployment)
    {
        if (_seen.ContainsKey((useCase, deployment.Registered)))
        {
            return;
        }

        if (_seen.Count >= Most)
        {
            _seen.Clear();
        }

        if (_seen.TryAdd((useCase, deployment.Registered), value: true) && _new.Count < Most)
        {
            _new.Enqueue(new FirstUse(OrderSubjects.Of(useCase.Id, useCase.Facts.Organisation, useCase.Facts.Network, deployment.Config), time.GetUtcNow()));
        }
    }

    /// <summary>Lets go of the models of a configuration that another has taken the place of; what was noted of them stays.</summary>
    public void Renew() => _seen.Clear();

    /// <summary>Reads what is in the store; where this node's ledger was never looked through, its uses come first.</summary>
    /// <exception cref="OrderException">A row cannot be read.</exception>
    public async ValueTask<OrderUses> StartAsync(ConcordatConfig config, CancellationToken cancellation)
    {
        await ReadAsync(cancellation).ConfigureAwait(false);
        var mark = $"ledger.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ledger.VerifierKey)))}";
        if (ledger.CheckpointSize == 0 || _ids.Contains(mark))
        {
            return Known;
        }

        foreach (var use in Recorded(config, cancellation))
        {
            _new.Enqueue(use);
        }

        await KeepAsync(cancellation).ConfigureAwait(false);
        await store.AddAsync(mark, "{}"u8.ToArray(), cancellation).ConfigureAwait(false);
        await ReadAsync(cancellation).ConfigureAwait(false);
        return Known;
    }

    /// <summary>Writes what is new; durable on return.</summary>
    public async ValueTask KeepAsync(CancellationToken cancellation)
    {
        while (_new.TryPeek(out var use))
        {
            if (_ids.Count < Most && !_ids.Contains(use.Id))
            {
                await store.AddAsync(use.Id, use.ToJson(), cancellation).ConfigureAwait(false);
            }

            _new.TryDequeue(out _);
        }
    }

    /// <summary>Reads what is new, of any node.</summary>
    /// <exception cref="OrderException">A row cannot be read.</exception>
    public async ValueTask ReadAsync(CancellationToken cancellation)
    {
        var rows = await store.ListAsync(_read, cancellation).ConfigureAwait(false);
        if (rows.Count > 0)
        {
            (Known, _read) = (Known.With(rows), rows[^1].Number);
            _ids.UnionWith(rows.Select(static row => row.Id));
        }
    }

    private IEnumerable<FirstUse> Recorded(ConcordatConfig config, CancellationToken cancellation)
    {
        var upstreamModels = config.Deployments.Where(static deployment => deployment.UpstreamModel is not null)
            .ToDictionary(static deployment => deployment.Name, static deployment => deployment.UpstreamModel!, StringComparer.Ordinal);
        var reader = LedgerReader.Open(ledger.Location, ledger.VerifierKey);
        var first = new Dictionary<OrderSubject, DateTimeOffset>();
        foreach (var (_, entry) in reader.NewestFirst(new EntryIndex(Math.Max(reader.First.Value, reader.Size - MostEntries)), cancellation))
        {
            if (entry.AsSpan().IndexOf("\"type\":\"decision\""u8) >= 0 && RecordedUse.Read(entry, config.Network.Id, upstreamModels) is { Verdict: "permit" } use)
            {
                first[use.Subject] = use.Time;
            }
        }

        return first.Select(static use => new FirstUse(use.Key, use.Value));
    }
}
