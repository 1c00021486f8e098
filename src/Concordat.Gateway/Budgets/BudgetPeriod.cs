using Concordat.Oversight.Budgets;

namespace Concordat.Gateway.Budgets;

/// <summary>
/// One window of one counter, as this node knows it: what it has spent, what it has reserved for requests under way, and what it has at hand
/// of its lease. What is at hand and reserved was leased before, so that taking it needs nobody's leave. Thread-safe.
/// </summary>
/// <param name="name">The counter.</param>
/// <param name="holder">The name of this node for the window.</param>
/// <param name="isLocal">Whether this node has the whole window for itself and nothing of it is kept.</param>
internal sealed class BudgetPeriod(string name, string holder, BudgetWindow window, bool isLocal)
{
    /// <summary>How long the lease of a node that says nothing lasts.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly Lock _turn = new();
    private long _spent; // all below under _turn
    private long _reserved;
    private long _atHand;
    private long _spentByOthers;
    private long _heldByOthers;
    private long _told;
    private long _need = 1;
    private bool _isUsed;
    private bool _isLeased;
    private DateTimeOffset _expires;
    private DateTimeOffset _dryUntil;
    private long _dryFor;

    public string Name => name;

    public BudgetWindow Window => window;

    public bool IsLocal => isLocal;

    /// <summary>One at a time asks the store for more.</summary>
    public SemaphoreSlim Asking { get; } = new(1);

    /// <summary>Takes an amount, if it is at hand.</summary>
    /// <param name="least">What must be at hand, at least 1: some requests take nothing before they know what they used.</param>
    public bool TryTake(BudgetModel budget, long least, long amount, DateTimeOffset now, out bool isLow)
    {
        lock (_turn)
        {
            _isUsed = true;
            _need = Math.Max(least, 1);
            if (isLocal)
            {
                _atHand = budget.Most - _spent - _reserved;
            }

            isLow = !isLocal && _atHand - amount < Ahead(budget) / 2;
            if (_atHand < least || (!isLocal && budget.IsHard && now >= _expires))
            {
                return false;
            }

            Reserve(amount);
            return true;
        }
    }

    /// <summary>Replaces what was reserved by what was used.</summary>
    public void Settle(long reserved, long used)
    {
        lock (_turn)
        {
            _reserved -= reserved;
            _spent = Sum(_spent, used);
            _atHand += reserved - used;
        }
    }

    /// <summary>Whether the store has just said that there is not as much.</summary>
    public bool IsDry(long least, DateTimeOffset now)
    {
        lock (_turn)
        {
            return isLocal || (least >= _dryFor && now < _dryUntil && now > _dryUntil - TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>What to ask the store for.</summary>
    /// <param name="need">What must be had at once; 0 to tell what was spent, renew the lease, and give back what lies about.</param>
    /// <param name="isLast">Whether nothing is wanted any more.</param>
    public LeaseAsk Ask(BudgetModel budget, long need, int part, bool isLast, DateTimeOffset now)
    {
        lock (_turn)
        {
            var ahead = isLast || !_isUsed || now >= window.End ? 0 : Ahead(budget);
            _atHand = Math.Clamp(_atHand, 0, Math.Max(ahead, Math.Min(need, Math.Max(_atHand, 0))));
            _isUsed = need > 0;
            return new LeaseAsk(
                name, holder, window == BudgetWindow.None ? 0 : (window.Start.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond, budget.Most,
                _spent, _reserved + _atHand, Math.Max(0, need - _atHand), Math.Max(0, ahead - _atHand), part, budget.IsHard, now + Lease, window.Forget(now + Lease));
        }
    }

    /// <summary>Takes the store's answer in, and the amount for which it was asked.</summary>
    /// <returns>Whether there was enough.</returns>
    public bool Take(BudgetModel budget, LeaseAsk ask, LeaseAnswer answer, long least, long amount, DateTimeOffset now)
    {
        lock (_turn)
        {
            _told = ask.Spent;
            _isLeased = true;
            _expires = ask.Expires;
            _atHand += answer.Extra;
            (_spentByOthers, _heldByOthers) = (answer.SpentByOthers, answer.HeldByOthers);
            if (least == 0)
            {
                return true;
            }

            if (_atHand < least)
            {
                var pause = now + TimeSpan.FromSeconds(1);
                (_dryUntil, _dryFor) = (pause < window.End ? pause : window.End, least);
                return false;
            }

            Reserve(amount);
            return true;
        }
    }

    /// <summary>What is left as far as this node knows, and whether others hold some of the budget that they may give back.</summary>
    public (long Left, bool MayComeBack) Look(BudgetModel budget)
    {
        lock (_turn)
        {
            var left = budget.Most - _spent - _reserved - _spentByOthers - _heldByOthers;
            return (Math.Max(0, left), _heldByOthers > 0 || _reserved > 0);
        }
    }

    /// <summary>Of the budget, what is used or reserved, in percent as far as this node knows.</summary>
    public long UsedPercent(BudgetModel budget)
    {
        lock (_turn)
        {
            return decimal.ToInt64(Math.Min(1000, decimal.Floor(100m * ((decimal)_spent + _reserved + _spentByOthers) / Math.Max(1, budget.Most))));
        }
    }

    /// <summary>What all nodes have spent, as far as this one knows.</summary>
    public long Spent()
    {
        lock (_turn)
        {
            return Sum(_spent, _spentByOthers);
        }
    }

    /// <summary>Whether the store should be told something.</summary>
    public bool IsDue(DateTimeOffset now)
    {
        lock (_turn)
        {
            return !isLocal && (_told != _spent || _atHand > 0 || (_isLeased && _reserved > 0 && now > _expires - (Lease / 2)));
        }
    }

    /// <summary>Whether nothing will be taken from it any more, and nothing of it is left to be told.</summary>
    public bool IsOver(DateTimeOffset now)
    {
        lock (_turn)
        {
            return window != BudgetWindow.None && now > window.End + Lease && _reserved == 0 && (isLocal || (_told == _spent && _atHand == 0));
        }
    }

    private void Reserve(long amount)
    {
        _atHand -= amount;
        _reserved += amount;
    }

    // What a crash can cost: a hard budget has less at hand, because what a silent node held counts as spent.
    private long Ahead(BudgetModel budget) => Math.Max(Math.Min(8 * _need, budget.Most), budget.Most / (budget.IsHard ? 256 : 32));

    private static long Sum(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}
