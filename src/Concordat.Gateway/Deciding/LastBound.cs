using Concordat.Cedar;

namespace Concordat.Gateway.Deciding;

/// <summary>Keeps the last group of facts with its bound value, so that equal facts are bound once. Thread-safe.</summary>
internal sealed class LastBound<T>(Func<T, CedarValue> bind)
    where T : class
{
    private Pair? _last;

    public CedarValue Bind(T facts)
    {
        if (Volatile.Read(ref _last) is { } last && last.Facts.Equals(facts))
        {
            return last.Value;
        }

        var value = bind(facts);
        Volatile.Write(ref _last, new Pair(facts, value));
        return value;
    }

    private sealed class Pair(T facts, CedarValue value)
    {
        public T Facts { get; } = facts;

        public CedarValue Value { get; } = value;
    }
}
