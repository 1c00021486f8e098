using System.Security.Cryptography;
using Concordat.Agreements;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Signing;

namespace Concordat.Console.Terms;

/// <summary>Compares other vendors' instances with the agreement in force: when a configuration is loaded, in the background, and never for a page.</summary>
/// <remarks>
/// A pair of texts is compared once, by its hashes. One comparison at a time, each for a minute at most. Pages read <see cref="Current"/> from any
/// thread; <see cref="Compare"/> has one caller at a time.
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="ended">Ends what is under way.</param>
public sealed class InstanceComparisons(TimeProvider time, CancellationToken ended)
{
    /// <summary>How many instances a configuration may name.</summary>
    public const int Most = 16;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // One for the process: each comparison takes a core.
    private static readonly SemaphoreSlim Turn = new(1);

    private volatile IReadOnlyList<Compared> _all = [];

    /// <summary>Each instance as it stands now.</summary>
    public IReadOnlyList<InstanceView> Current => [.. _all.Select(static each => each.View)];

    /// <summary>Reads the instances and begins to compare those that were not compared before.</summary>
    /// <param name="inForce">The agreement in force.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="files">The instances; at most <see cref="Most"/>.</param>
    /// <param name="parties">Whose signatures count.</param>
    public void Compare(AgreementSource inForce, string hash, IReadOnlyList<string> files, IReadOnlyList<TrustedParty> parties)
    {
        var earlier = _all;
        var all = new List<Compared>();
        foreach (var file in files.Take(Most))
        {
            var view = Read(file, parties);
            var pair = (hash, view.Hash);
            var known = all.Concat(earlier).FirstOrDefault(each => each.Pair == pair && each.Work is { IsCanceled: false, IsFaulted: false });
            var stop = known?.Stop ?? CancellationTokenSource.CreateLinkedTokenSource(ended);
            all.Add(new Compared(view, pair, known?.Work ?? (view.Instance is { } other ? CompareAsync(inForce, other, stop.Token) : null), stop));
        }

        _all = all;
        foreach (var gone in earlier.Where(each => all.TrueForAll(kept => kept.Stop != each.Stop)).Select(each => each.Stop).Distinct())
        {
            gone.Cancel();
        }
    }

    /// <summary>Completes when no comparison is under way.</summary>
    public Task SettleAsync() => Task.WhenAll(_all.Select(each => each.Work).OfType<Task>()).ContinueWith(
        static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private static InstanceView Read(string file, IReadOnlyList<TrustedParty> parties)
    {
        var name = Path.GetFileName(file);
        var read = AgreementFolder.Open(file, out var bytes);
        if (read.Source is not { } source)
        {
            // what the system says of a file names its folder, which is not for every reader
            var why = read.Diagnostics.FirstOrDefault(static found => found.IsError) is { } found && found.Code != AgreementCodes.SourceUnreadable ? found.Message : "the file cannot be read";
            return new InstanceView(name, "", null, [], null, why);
        }

        var envelope = DsseEnvelope.Parse(bytes);
        var signers = RoleSignature.Of(envelope, source.Metadata.Roles.IsDefault ? [] : source.Metadata.Roles, parties);
        return new InstanceView(name, Convert.ToHexStringLower(SHA256.HashData(envelope.Payload)), source, [.. signers.Select(static each => each.Party).OfType<string>()], null, null);
    }

    private async Task<EqualTermsReport> CompareAsync(AgreementSource inForce, AgreementSource other, CancellationToken stop)
    {
        await Turn.WaitAsync(stop);
        try
        {
            using var late = new CancellationTokenSource(Longest, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
            return await Task.Run(() => EqualTerms.Compare(inForce, other, either.Token), either.Token);
        }
        finally
        {
            Turn.Release();
        }
    }

    private sealed record Compared(InstanceView Read, (string InForce, string Other) Pair, Task<EqualTermsReport>? Work, CancellationTokenSource Stop)
    {
        public InstanceView View => Work switch
        {
            { IsCompletedSuccessfully: true, Result: { Differences.IsCompared: true } report } => Read with { Report = report },
            { IsCompletedSuccessfully: true, Result: var refused } => Read with { Fault = string.Join("; ", refused.Differences.Problems.Take(4).Select(static problem => problem.Message)) },
            { IsCanceled: true } => Read with { Fault = "it takes longer than a minute; compare it with `concordat agreement compare`" },
            { IsFaulted: true } => Read with { Fault = "the comparison failed; compare it with `concordat agreement compare`" },
            _ => Read,
        };
    }
}
