using System.Globalization;
using Concordat.Gateway.Configuration;
using Concordat.Ledger;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>Counts, from the ledger alone, what became of the uses that an order names.</summary>
public sealed class OrderCompletion
{
    private const int Chunk = 4096;

    private readonly OrderDocument _document;
    private readonly OrderBook _book;
    private readonly string _network;
    private readonly Dictionary<string, string> _upstreamModels;
    private readonly Dictionary<(string UseCase, string Deployment), OrderCertifiedUse> _uses = [];
    private readonly Dictionary<OrderSubject, (OrderStanding Standing, bool InForce, DateTimeOffset From, DateTimeOffset Until)> _standings = [];

    private bool _reachesBack; // an entry from before the order took effect was seen

    private OrderCompletion(OrderDocument document, OrderBook book, ConcordatConfig config)
    {
        (_document, _book, _network) = (document, book, config.Network.Id);
        _upstreamModels = config.Deployments.Where(static deployment => deployment.UpstreamModel is not null)
            .ToDictionary(static deployment => deployment.Name, static deployment => deployment.UpstreamModel!, StringComparer.Ordinal);
    }

    /// <summary>Makes the certificate of an order over what ledgers have.</summary>
    /// <param name="document">The order.</param>
    /// <param name="book">All orders and notices that it is judged by.</param>
    /// <param name="config">Says the network, and what is registered still.</param>
    /// <param name="ledgers">The ledgers of the nodes, one at least.</param>
    /// <param name="asOf">When the certificate is made, whole seconds.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    /// <exception cref="LedgerCorruptException">A ledger is damaged.</exception>
    /// <exception cref="OrderException">Two ledgers are of the same log.</exception>
    public static OrderCertificate Certify(
        OrderDocument document, OrderBook book, ConcordatConfig config, IReadOnlyList<LedgerReader> ledgers, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(ledgers);
        book = book.Knowing(null); // counted by whoever has the ledgers and the orders alone
        var (logs, isWhole) = (new List<OrderCertifiedLog>(), true);
        foreach (var ledger in ledgers)
        {
            var checkpoint = ledger.Checkpoint;
            if (logs.Exists(log => log.Origin == checkpoint.Origin))
            {
                throw new OrderException($"the log `{checkpoint.Origin}` is named twice; each counts once");
            }

            var (uses, first, reaches) = Count(document, book, config, ledger, checkpoint.Size, cancellationToken);
            logs.Add(new OrderCertifiedLog(checkpoint.Origin, checkpoint.Size, checkpoint.Root.ToString(), first, uses));
            isWhole &= reaches;
        }

        var order = document.Order!;
        var state = book.At(order, asOf);
        var registered = (from use in OrderSubjects.Uses(config)
                          let subject = OrderSubjects.Of(config, use.UseCase, use.Deployment)
                          where order.Covers(subject)
                          select (Deployment: use.Deployment.Name, IsSpared: book.For(order, subject, asOf).Standing == OrderStanding.None)).ToList();
        var ends = isWhole && state.Standing is OrderStanding.StopUse or OrderStanding.Suspension && logs.SelectMany(static log => log.Uses).All(static use => use.Residual == 0);
        return new OrderCertificate(
            OrderCertificate.DocumentFormat, order.Id, order.Title, document.Hash, book.Hash, config.Network.Id, asOf, state.Standing.ToFact(), state.Because,
            !ends ? "not-complete" : registered.Exists(static use => use.IsSpared) ? "spared" : "complete",
            logs[0].Origin, logs[0].Size, logs[0].Root, logs[0].First, logs[0].Uses,
            [.. registered.Select(static use => use.Deployment).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            logs.Count == 1 ? null : logs[1..]);
    }

    /// <summary>Counts the uses over the first entries of a ledger.</summary>
    /// <param name="document">The order.</param>
    /// <param name="book">All orders and notices.</param>
    /// <param name="config">Says the network.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="size">How many entries count.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    /// <returns>The uses, the first entry that is there, and whether every entry since the order took effect is: what was pruned says nothing.</returns>
    public static (IReadOnlyList<OrderCertifiedUse> Uses, long First, bool IsWhole) Count(
        OrderDocument document, OrderBook book, ConcordatConfig config, LedgerReader ledger, long size, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(ledger);
        var counting = new OrderCompletion(document, book.Knowing(null), config);
        var first = ledger.First.Value;
        for (var at = first; at < size; at += Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (i, entry) in ledger.ReadEntries(new EntryIndex(at), (int)Math.Min(Chunk, size - at)).Index())
            {
                if (RecordedUse.Read(entry, counting._network, counting._upstreamModels) is { } use)
                {
                    counting.Add(use, at + i);
                }
            }
        }

        return ([.. counting._uses.Values.OrderBy(static use => use.UseCase, StringComparer.Ordinal).ThenBy(static use => use.Deployment, StringComparer.Ordinal)], first, first == 0 || counting._reachesBack);
    }

    private void Add(RecordedUse use, long index)
    {
        var order = _document.Order!;
        _reachesBack |= use.Time < order.Effective;
        if (use.Time < order.Effective || !order.Covers(use.Subject))
        {
            return;
        }

        var key = (use.Subject.UseCase, use.Subject.Deployment);
        var known = _uses.GetValueOrDefault(key) ?? new OrderCertifiedUse(use.Subject.UseCase, use.Subject.Deployment, use.Subject.Vendor, use.Subject.Model, 0, 0, 0, 0, 0, null, null);
        var (standing, inForce) = StandingAt(use.Subject, use.Time);
        var isStopped = standing is OrderStanding.StopUse or OrderStanding.Suspension;
        if (use.Verdict != "permit")
        {
            _uses[key] = isStopped ? known with { Stopped = known.Stopped + 1 } : known;
            return;
        }

        known = known with { LastEntry = index, LastTime = Whole(use.Time) };
        _uses[key] = isStopped ? known with { Residual = known.Residual + 1 }
            : standing == OrderStanding.Restriction ? known with { PhaseOut = known.PhaseOut + 1 }
            : inForce ? known with { Spared = known.Spared + 1 }
            : known with { Rested = known.Rested + 1 };
    }

    // Judging costs microseconds and changes at few moments only.
    private (OrderStanding Standing, bool InForce) StandingAt(OrderSubject subject, DateTimeOffset time)
    {
        if (!_standings.TryGetValue(subject, out var known) || time < known.From || time >= known.Until)
        {
            var state = _book.At(_document.Order!, time);
            known = (_book.For(_document.Order!, subject, time).Standing, state.InForce, time, state.Changes ?? DateTimeOffset.MaxValue);
            _standings[subject] = known;
        }

        return (known.Standing, known.InForce);
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    /// <summary>A certificate in words, a line each.</summary>
    public static IEnumerable<string> Words(OrderCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        yield return string.Create(CultureInfo.InvariantCulture, $"{certificate.Outcome.Replace('-', ' ')}: `{certificate.Order}`, {certificate.Title}: {certificate.Because}");
        var logs = certificate.Logs();
        OrderCertifiedUse[] uses = [.. logs.SelectMany(static log => log.Uses)];
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"counted: {string.Join(", ", logs.Select(static log => string.Create(CultureInfo.InvariantCulture, $"entries {log.First} to {log.Size - 1} of {log.Origin}")))}; {uses.Sum(static use => use.Residual)} requests let through after the end, {uses.Sum(static use => use.Stopped)} stopped, {uses.Sum(static use => use.Spared)} spared");
        foreach (var log in logs.Where(static log => log.First > 0))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"pruned: entries of {log.Origin} before {log.First} are not there any more and were not counted; where none of those left is from before the order took effect, it cannot be called complete");
        }

        if (certificate.Registered.Count > 0)
        {
            yield return $"registered still: {string.Join(", ", certificate.Registered)}";
        }
    }
}
