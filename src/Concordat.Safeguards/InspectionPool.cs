using System.Collections.Concurrent;

namespace Concordat.Safeguards;

/// <summary>Keeps a bounded number of clean inspections for the next ones. Thread-safe, without locks.</summary>
internal sealed class InspectionPool<T>(int most)
    where T : class
{
    private readonly ConcurrentQueue<T> _idle = new();
    private int _count;
    private T? _first;

    public T? Take()
    {
        var item = _first;
        if (item is not null && Interlocked.CompareExchange(ref _first, null, item) == item)
        {
            return item;
        }

        if (_idle.TryDequeue(out item))
        {
            Interlocked.Decrement(ref _count);
            return item;
        }

        return null;
    }

    /// <summary>Takes a clean inspection back, or lets it go when there are enough.</summary>
    public void Return(T item)
    {
        if (_first is null && Interlocked.CompareExchange(ref _first, item, null) is null)
        {
            return;
        }

        if (Interlocked.Increment(ref _count) <= most)
        {
            _idle.Enqueue(item);
        }
        else
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
