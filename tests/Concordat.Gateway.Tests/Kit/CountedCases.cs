using System.Collections.Concurrent;
using System.Reflection;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>A store of cases that counts what it is asked.</summary>
public class CountedCases : DispatchProxy
{
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private ICaseStore _cases = null!;
    private Action<string>? _before;

    /// <param name="before">Is told of each question before it is asked.</param>
    public static (ICaseStore Cases, CountedCases Counts) Of(ICaseStore cases, Action<string>? before = null)
    {
        var counted = Create<ICaseStore, CountedCases>();
        var counts = (CountedCases)(object)counted;
        (counts._cases, counts._before) = (cases, before);
        return (counted, counts);
    }

    /// <summary>How often a question was asked.</summary>
    public int Of(string question) => _asked.GetValueOrDefault(question);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _asked.AddOrUpdate(targetMethod!.Name, 1, static (_, count) => count + 1);
        _before?.Invoke(targetMethod.Name);
        return targetMethod.Invoke(_cases, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
    }
}
