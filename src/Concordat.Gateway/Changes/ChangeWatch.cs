using Concordat.Gateway.Orders;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Watching;
using Concordat.Oversight.Changes;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Changes;

/// <summary>
/// Records in the ledger what changed in the store: API keys that were made or revoked, by the command line, the console or anybody else,
/// escalations of cases, orders that the command line refused, and grants that were used up without a decision to tell of it. It looks every second; at a start, what changed while no gateway was there. Of several nodes one records a change.
/// </summary>
/// <remarks>A change is forgotten after the ledger has it: a node that dies in between leaves it to be recorded once more, never not at all. Of a use of a grant this node knows better, by its ledger.</remarks>
internal sealed partial class ChangeWatch(IUnrecordedChanges changes, ToldUses uses, Recorder recorder, OrderDesk orders, TimeProvider time, ILogger logger) : DocumentWatch(time, Interval)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private bool _hasFailed; // used in a turn

    /// <summary>Records what is there, and looks on from then on.</summary>
    public ValueTask UseAsync(CancellationToken cancellation) => ChangeAsync(LookAsync, cancellation);

    protected override async ValueTask LookAsync(CancellationToken cancellation)
    {
        while (await changes.ClaimAsync(cancellation).ConfigureAwait(false) is { Count: > 0 } claimed)
        {
            List<UnrecordedChange> recorded = [];
            var told = await uses.OfAsync(claimed, cancellation).ConfigureAwait(false);
            foreach (var change in claimed)
            {
                if (change.Envelope is { } refused)
                {
                    // Where the orders cannot be known now it is left, and claimed again when the claim is over.
                    if (await orders.RecordRefusedAsync(refused, change.Because ?? "", cancellation).ConfigureAwait(false))
                    {
                        recorded.Add(change);
                    }

                    continue;
                }

                recorded.Add(change);
                if (told.Contains(change))
                {
                    continue;
                }

                await recorder.RecordAsync(ChangeEntry.Write(change, Time.GetUtcNow()), cancellation).ConfigureAwait(false);
                switch (change.Act)
                {
                    case "altered" or "removed":
                        LogTampering(change.Subject, change.Act);
                        break;
                    case "put-back":
                        LogPutBack(change.Subject);
                        break;
                    case "used":
                        LogUsed(change.Subject);
                        break;
                }
            }

            // not with the caller's: what the ledger has is forgotten, so that it is not recorded twice
            await changes.RecordedAsync(recorded, CancellationToken.None).ConfigureAwait(false);
        }

        _hasFailed = false;
    }

    protected override void Failed(Exception fault)
    {
        if (!_hasFailed)
        {
            LogFault(fault.Message);
        }

        _hasFailed = true;
    }

    [LoggerMessage(LogLevel.Error, "API key {Key} was {Act} in the database, by none of our programs")]
    private partial void LogTampering(string key, string act);

    [LoggerMessage(LogLevel.Error, "case {Case} was over and is not any more, by the database and by none of our programs: what was granted in it is let through no second time by a node that let it through")]
    private partial void LogPutBack(string @case);

    [LoggerMessage(LogLevel.Warning, "the grant of case {Case} was used up, and no decision was recorded that tells of it: the node died, or its ledger failed")]
    private partial void LogUsed(string @case);

    [LoggerMessage(LogLevel.Warning, "changes of keys and escalations cannot be recorded now, it is tried again: {Fault}")]
    private partial void LogFault(string fault);
}
