using System.Globalization;
using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks the lesser cases of tools: milder than the tool, about arguments that can be found, with patterns that can be matched safely.</summary>
internal static class ToolChecks
{
    private const int LongestPattern = 512;

    public static void Run(IReadOnlyList<ToolConfig> tools, ConfigurationFindings findings)
    {
        for (var i = 0; i < tools.Count; i++)
        {
            for (var j = 0; j < tools[i].Lesser.Count; j++)
            {
                Case(tools[i], tools[i].Lesser[j], string.Create(CultureInfo.InvariantCulture, $"tools[{i}].lesser[{j}]"), findings);
            }
        }
    }

    private static void Case(ToolConfig tool, ToolCaseConfig lesser, string path, ConfigurationFindings findings)
    {
        if (tool.Effect.Length > 0 && lesser.Effect.Length > 0 && Gravity(lesser.Effect) >= Gravity(tool.Effect))
        {
            findings.AddAt(
                $"{path}.effect",
                $"`{path}.effect` is `{lesser.Effect}`, which is not milder than the effect `{tool.Effect}` of the tool; give the tool its worst effect and list what does less");
        }

        if (lesser.Where.Count == 0)
        {
            findings.AddAt(path, $"`{path}` needs at least one condition under `where`; a call without arguments cannot be told apart");
        }

        for (var i = 0; i < lesser.Where.Count; i++)
        {
            Condition(lesser.Where[i], string.Create(CultureInfo.InvariantCulture, $"{path}.where[{i}]"), findings);
        }
    }

    private static void Condition(ToolConditionConfig condition, string path, ConfigurationFindings findings)
    {
        if (condition.Argument.Length > 0 && !IsPointer(condition.Argument))
        {
            findings.AddAt(
                $"{path}.argument", $"`{path}.argument` must be a JSON pointer such as `/mode` or `/target/zone`, not `{condition.Argument}`");
        }

        var limits = condition.In is not null || condition.AtLeast is not null || condition.AtMost is not null || condition.Matches is not null;
        if (limits == condition.Any)
        {
            findings.AddAt(path, limits
                ? $"`{path}` allows any value and limits it; remove `any`, or the limits"
                : $"`{path}` limits nothing; give `in`, `atLeast`, `atMost` or `matches`, or write `any: true`");
        }

        if (condition.In is { Count: 0 })
        {
            findings.AddAt($"{path}.in", $"`{path}.in` is empty, so that no call can meet it; list the values");
        }

        if (condition.AtLeast > condition.AtMost)
        {
            findings.AddAt($"{path}.atLeast", $"`{path}.atLeast` is greater than `atMost`, so that no call can meet it");
        }

        if (condition.Matches is { } pattern && Fault(pattern) is { } fault)
        {
            findings.AddAt($"{path}.matches", $"`{path}.matches` {fault}");
        }
    }

    private static string? Fault(string pattern)
    {
        if (pattern.Length > LongestPattern)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is longer than {LongestPattern} characters");
        }

        try
        {
            _ = ToolConditionConfig.PatternOf(pattern);
            return null;
        }
        catch (NotSupportedException)
        {
            return "cannot be matched in bounded time; do without lookaround, back references and atomic groups";
        }
        catch (ArgumentException)
        {
            return "is not a regular expression";
        }
    }

    private static bool IsPointer(string text)
    {
        if (text[0] != '/' || text.Length == 1)
        {
            return false;
        }

        for (var at = text.IndexOf('~', StringComparison.Ordinal); at >= 0; at = text.IndexOf('~', at + 1))
        {
            if (at + 1 == text.Length || text[at + 1] is not ('0' or '1'))
            {
                return false;
            }
        }

        return true;
    }

    private static int Gravity(string effect)
    {
        for (var i = 0; i < ConfigurationVocabulary.ToolEffects.Count; i++)
        {
            if (ConfigurationVocabulary.ToolEffects[i].Equals(effect, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return 0;
    }
}
