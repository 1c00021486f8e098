using System.Globalization;
using Concordat.Oversight.Cases;

namespace Concordat.Console.Live;

/// <summary>Tells open pages of cases that their case is another than they show. Thread-safe.</summary>
/// <remarks>Each page looks at its own case every two seconds; so many may do so that all of them together cost the store next to nothing.</remarks>
internal sealed class CaseFollow(ICaseStore cases, TimeProvider time)
{
    /// <summary>Most pages that follow a case at a time; one more is told to come back.</summary>
    public const int Most = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private int _open;

    /// <summary>What a page shows of a case, in a word: its state, how many signatures it has, and before whom it is.</summary>
    public static string StandOf(CaseFile file) => string.Create(
        CultureInfo.InvariantCulture, $"{CaseNames.Of(file.Case.State)} {file.Signatures.Length} {file.Case.Assignee ?? "-"}");

    /// <summary>Lets a page in.</summary>
    /// <returns>False where there are too many.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= Most)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _open);

    /// <summary>How the case stands, at once and whenever that changes; ends with the case, or with the token.</summary>
    public async IAsyncEnumerable<string> StandsAsync(CaseId id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = "";
        while (await cases.GetFileAsync(id, cancellation) is { } file)
        {
            if (StandOf(file) is var stand && stand != last)
            {
                yield return last = stand;
            }

            await Task.Delay(Interval, time, cancellation);
        }
    }
}
