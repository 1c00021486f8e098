using System.Text.Json;
using System.Text.RegularExpressions;

namespace Concordat.Gateway.Judging;

/// <summary>Reads what a judge says, strictly: what is not exactly of its grammar is nonsense.</summary>
internal static partial class JudgeAnswer
{
    /// <summary>Longest answer that is looked at, in characters; the grammars have no longer one.</summary>
    private const int Longest = 256;

    [GeneratedRegex(
        @"^(?:(?<violation>Yes|No)(?:\s{0,2}<confidence>\s?(?:High|Low)\s?</confidence>)?|(?:<think>\s{0,4}</think>\s{0,4})?<score>\s?(?<violation>yes|no)\s?</score>)\z",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Granite();

    public static JudgeResult Read(JudgeGrammar grammar, string content)
    {
        var text = content.Trim(' ', '\n', '\r', '\t');
        if (text.Length > Longest)
        {
            return JudgeResult.Nonsense;
        }

        return grammar switch
        {
            JudgeGrammar.LlamaGuard => text switch
            {
                "safe" => JudgeResult.Clean,
                "unsafe\nS1" => JudgeResult.Violation,
                _ => JudgeResult.Nonsense, // a category that was not asked about says that the one asked about was not read
            },
            JudgeGrammar.GraniteGuardian => ReadGranite(text),
            _ => ReadSafeguard(text),
        };
    }

    private static JudgeResult ReadGranite(string text)
    {
        var match = Granite().Match(text);
        return !match.Success ? JudgeResult.Nonsense
            : match.Groups["violation"].ValueSpan.Equals("yes", StringComparison.OrdinalIgnoreCase) ? JudgeResult.Violation
            : JudgeResult.Clean;
    }

    private static JudgeResult ReadSafeguard(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 2 });
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.GetPropertyCount() == 1 && root.TryGetProperty("violation", out var violation)
                && violation.ValueKind == JsonValueKind.Number && violation.TryGetInt32(out var said)
                ? said switch { 0 => JudgeResult.Clean, 1 => JudgeResult.Violation, _ => JudgeResult.Nonsense }
                : JudgeResult.Nonsense;
        }
        catch (JsonException)
        {
            return JudgeResult.Nonsense;
        }
    }
}
