using System.Globalization;

namespace Concordat.Cedar.Syntax;

/// <summary>The extension functions that exist, and how they are called.</summary>
internal static class ExtensionCatalog
{
    private static readonly Dictionary<string, int> MethodArities = new(StringComparer.Ordinal)
    {
        ["lessThan"] = 2, ["lessThanOrEqual"] = 2, ["greaterThan"] = 2, ["greaterThanOrEqual"] = 2,
        ["isIpv4"] = 1, ["isIpv6"] = 1, ["isLoopback"] = 1, ["isMulticast"] = 1, ["isInRange"] = 2,
        ["offset"] = 2, ["durationSince"] = 2, ["toDate"] = 1, ["toTime"] = 1,
        ["toMilliseconds"] = 1, ["toSeconds"] = 1, ["toMinutes"] = 1, ["toHours"] = 1, ["toDays"] = 1,
    };

    public static readonly string[] BuiltInMethods = ["contains", "containsAll", "containsAny", "isEmpty", "getTag", "hasTag"];

    public static readonly string[] Constructors = ["decimal", "ip", "datetime", "duration"];

    public static IEnumerable<string> Methods => MethodArities.Keys;

    public static bool IsMethod(string name) => MethodArities.ContainsKey(name);

    public static bool IsBuiltInMethod(string name) => Array.IndexOf(BuiltInMethods, name) >= 0;

    public static bool IsConstructor(string name) => Array.IndexOf(Constructors, name) >= 0;

    /// <summary>What is wrong with the number of arguments, or null.</summary>
    public static string? WrongCount(CallExpr call)
    {
        var targets = IsMethod(call.Function) ? 1 : 0;
        var wanted = Arity(call.Function) - targets;
        var found = call.Arguments.Length - targets;
        return found == wanted
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"`{call.Function}` takes {wanted} argument{(wanted == 1 ? "" : "s")}, not {found}");
    }

    /// <summary>How many arguments it takes, the target of a method included.</summary>
    public static int Arity(string name) => MethodArities.TryGetValue(name, out var arity) ? arity : 1;
}
