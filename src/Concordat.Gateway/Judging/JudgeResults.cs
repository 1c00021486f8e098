namespace Concordat.Gateway.Judging;

/// <summary>The words for what became of a question, in entries and metrics.</summary>
internal static class JudgeResults
{
    public static IReadOnlyList<JudgeResult> All { get; } = Enum.GetValues<JudgeResult>();

    public static string NameOf(JudgeResult result) => result switch
    {
        JudgeResult.Violation => "violation",
        JudgeResult.Clean => "clean",
        JudgeResult.Nonsense => "nonsense",
        JudgeResult.Unreadable => "unreadable",
        JudgeResult.TooLong => "too-long",
        JudgeResult.Failed => "failed",
        JudgeResult.Unreachable => "unreachable",
        JudgeResult.Timeout => "timeout",
        JudgeResult.Open => "open",
        JudgeResult.Busy => "busy",
        _ => "barred",
    };

    /// <summary>Whether the judge answered the question, one way or the other.</summary>
    public static bool IsAnswer(JudgeResult result) => result is JudgeResult.Violation or JudgeResult.Clean;

    /// <summary>Whether it says that something is wrong with the judge, not with the question.</summary>
    public static bool IsFailure(JudgeResult result) =>
        result is JudgeResult.Unreadable or JudgeResult.TooLong or JudgeResult.Failed or JudgeResult.Unreachable or JudgeResult.Timeout;
}
