using System.Collections.Concurrent;
using Concordat.Oversight.Cases;

namespace Concordat.Console.Endpoints;

/// <summary>What people decided on each day. A day that is over does not change and is asked for once. Thread-safe.</summary>
internal sealed class DecidedDays(ICaseBoard board, TimeProvider time)
{
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<DateOnly, DecidedCases> _over = [];

    public async ValueTask<DecidedCases> OfAsync(DateOnly day, CancellationToken cancellation)
    {
        if (_over.TryGetValue(day, out var known))
        {
            return known;
        }

        var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var decided = await board.DecidedAsync(start, start.AddDays(1), cancellation);
        if (time.GetUtcNow() >= start.AddDays(1).AddMinutes(1))
        {
            if (_over.Count >= MostKept)
            {
                _over.Clear();
            }

            _over[day] = decided;
        }

        return decided;
    }
}
