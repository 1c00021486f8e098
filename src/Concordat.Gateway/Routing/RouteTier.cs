using Concordat.Gateway.Model;

namespace Concordat.Gateway.Routing;

/// <summary>Deployments of which none comes before another but by policy; a stretch of a <see cref="RouteTable"/>. Immutable, thread-safe.</summary>
internal sealed class RouteTier
{
    /// <summary>Draws before the weights of all that are left are added up.</summary>
    private const int Draws = 8;

    /// <summary>Of how many the fastest is chosen, at most.</summary>
    private const int Compared = 8;

    /// <summary>One in this many goes to any of them, so that one which was slow once is measured again.</summary>
    private const int Explored = 32;

    private readonly DeploymentModel[] _candidates;
    private readonly int _first;
    private readonly int _end;
    private readonly RoutePolicy _policy;
    private readonly ulong[] _hashes;
    private readonly int[] _weights;
    private readonly int[] _sums; // of the weights up to and with each
    private readonly int _most; // the greatest weight
    private readonly bool _even;

    /// <param name="candidates">All of the table.</param>
    /// <param name="first">Index of the first one of this tier.</param>
    /// <param name="count">How many are in it, at least one.</param>
    /// <param name="weightOf">Their weights, above zero; all together less than two thousand million.</param>
    public RouteTier(DeploymentModel[] candidates, int first, int count, RoutePolicy policy, Func<DeploymentModel, int> weightOf)
    {
        (_candidates, _first, _end, _policy) = (candidates, first, first + count, policy);
        var tier = candidates.AsSpan(first, count).ToArray();
        _hashes = [.. tier.Select(candidate => RouteHash.Of(candidate.Config.Name))];
        _weights = [.. tier.Select(candidate => policy == RoutePolicy.Weight ? weightOf(candidate) : 1)];
        _most = _weights.Max();
        _even = _weights.Distinct().Count() == 1;
        _sums = new int[count];
        var sum = 0;
        for (var i = 0; i < count; i++)
        {
            _sums[i] = sum += _weights[i];
        }
    }

    /// <summary>The next to be tried, by its index in the table; -1 where none is left.</summary>
    /// <param name="now">UTC ticks.</param>
    /// <param name="shutToo">Whether those that are shut out count.</param>
    public int Choose(in RouteWalk walk, long now, Random random, bool shutToo) =>
        walk.Conversation is { } conversation ? Keep(conversation, in walk, now, shutToo)
        : _policy switch
        {
            RoutePolicy.Weight => Draw(in walk, now, random, shutToo),
            RoutePolicy.Latency => Fastest(in walk, now, random, shutToo),
            _ => First(in walk, now, shutToo),
        };

    /// <summary>Where a conversation is at home, whatever is shut out now.</summary>
    public int HomeOf(ulong conversation) => Keep(conversation, new RouteWalk(conversation), 0, shutToo: true);

    private bool IsOpen(int index, in RouteWalk walk, long now, bool shutToo) =>
        !walk.WasTried(index) && (shutToo || !_candidates[index].Health.IsShut(now));

    private int First(in RouteWalk walk, long now, bool shutToo)
    {
        for (var i = _first; i < _end; i++)
        {
            if (IsOpen(i, in walk, now, shutToo))
            {
                return i;
            }
        }

        return -1;
    }

    private int Draw(in RouteWalk walk, long now, Random random, bool shutToo)
    {
        // As a rule the first draw is it; drawing again keeps the proportions of those that are left.
        for (var i = 0; i < Draws; i++)
        {
            var index = At(random.Next(_sums[^1]));
            if (IsOpen(index, in walk, now, shutToo))
            {
                return index;
            }
        }

        var left = 0;
        for (var i = _first; i < _end; i++)
        {
            left += IsOpen(i, in walk, now, shutToo) ? _weights[i - _first] : 0;
        }

        if (left == 0)
        {
            return -1;
        }

        var at = random.Next(left);
        for (var i = _first; i < _end; i++)
        {
            if (IsOpen(i, in walk, now, shutToo) && (at -= _weights[i - _first]) < 0)
            {
                return i;
            }
        }

        return First(in walk, now, shutToo); // one was shut out between the two looks
    }

    private int At(int drawn)
    {
        var (low, high) = (0, _sums.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = drawn < _sums[middle] ? (low, middle) : (middle + 1, high);
        }

        return _first + low;
    }

    /// <summary>The fastest of a few: all of them where they are few. One that was never measured comes first.</summary>
    private int Fastest(in RouteWalk walk, long now, Random random, bool shutToo)
    {
        var count = _end - _first;
        var start = random.Next(count);
        var explores = random.Next(Explored) == 0;
        var best = -1;
        var looked = 0;
        var least = double.MaxValue;
        for (var i = 0; i < count && looked < Compared; i++)
        {
            var index = _first + ((start + i) % count);
            if (!IsOpen(index, in walk, now, shutToo))
            {
                continue;
            }

            var latency = _candidates[index].Health.Latency;
            if (latency < least)
            {
                (best, least) = (index, latency);
            }

            if (explores)
            {
                return best;
            }

            looked++;
        }

        return best;
    }

    /// <summary>
    /// Rendezvous hashing: each deployment has a number that is the conversation's own, and the highest wins. When one comes or goes, or weights
    /// change, only the conversations move that have to. With weights, the number is weight / -ln(u) of a uniform u.
    /// </summary>
    private int Keep(ulong conversation, in RouteWalk walk, long now, bool shutToo)
    {
        var best = -1;
        var highest = 0UL;
        var score = 0.0;
        var floor = 0UL; // with weights, no hash below it can win
        for (var i = 0; i < _hashes.Length; i++)
        {
            var hash = RouteHash.Mix(conversation ^ _hashes[i]);
            if (_even)
            {
                if ((hash > highest || best < 0) && IsOpen(_first + i, in walk, now, shutToo))
                {
                    (best, highest) = (_first + i, hash);
                }

                continue;
            }

            if (hash < floor)
            {
                continue;
            }

            // The logarithm only where it can decide: -ln(u) is never less than 1 - u.
            var u = (hash >> 11) * (1.0 / (1UL << 53));
            if ((1 - u) * score < _weights[i] && -_weights[i] / Math.Log(u) is var mine && mine > score && IsOpen(_first + i, in walk, now, shutToo))
            {
                (best, score) = (_first + i, mine);
                floor = _most < score ? (ulong)((1 - (_most / score)) * (1UL << 63)) << 1 : 0;
            }
        }

        return best >= 0 || _even ? best : First(in walk, now, shutToo);
    }
}
