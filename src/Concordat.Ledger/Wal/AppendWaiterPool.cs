namespace Concordat.Ledger.Wal;

/// <summary>Keeps waiters for reuse, up to a bound.</summary>
internal sealed class AppendWaiterPool
{
    private readonly Lock _lock = new();
    private readonly AppendWaiter[] _free = new AppendWaiter[1024];
    private int _count;

    public AppendWaiter Rent()
    {
        lock (_lock)
        {
            return _count > 0 ? _free[--_count] : new AppendWaiter(this);
        }
    }

    public void Return(AppendWaiter waiter)
    {
        lock (_lock)
        {
            if (_count < _free.Length)
            {
                _free[_count++] = waiter;
            }
        }
    }
}
