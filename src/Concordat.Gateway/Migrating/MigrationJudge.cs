using System.Globalization;

namespace Concordat.Gateway.Migrating;

/// <summary>Says what follows from what was seen in a stage. Pure.</summary>
internal static class MigrationJudge
{
    /// <param name="seen">By all nodes, since the stage began.</param>
    /// <param name="lasted">How long the stage has lasted.</param>
    /// <returns><c>advance</c>, <c>finish</c> or <c>back</c> with the reason; null while it is too soon to say.</returns>
    public static (string Act, string Why)? Judge(MigrationState migration, MigrationCounts seen, TimeSpan lasted)
    {
        var stage = migration.Stage;
        var whole = stage.Weight is null ? seen.Copies : seen.Answers + seen.Failures;

        // 1 what cannot be made good any more need not be waited for
        if (stage.Weight is not null && seen.Failures > stage.Errors * Math.Max(whole, stage.Requests))
        {
            return ("back", Say($"{seen.Failures} of {whole} requests failed, and at most {stage.Errors:P1} may"));
        }

        // 2 enough was seen
        if (whole < stage.Requests || lasted < stage.For)
        {
            return null;
        }

        // 3 what was seen is good
        if (stage.Weight is null && seen.Agreed < stage.Agreement * whole)
        {
            return ("back", Say($"{seen.Agreed} of {whole} copies agreed, and at least {stage.Agreement:P1} must"));
        }

        if (stage.Weight is not null && Share(seen.Refused, seen.Answers) - Share(seen.OldRefused, seen.OldAnswers) > stage.Refusals)
        {
            return ("back", Say($"{seen.Refused} of {seen.Answers} answers were held or refused, of the old deployments' {seen.OldRefused} of {seen.OldAnswers}"));
        }

        if (seen.Latency is { } latency && latency > stage.Latency)
        {
            return ("back", Say($"the first byte takes {latency:F1} times as long, and may take {stage.Latency:F1} times"));
        }

        return (migration.Last.Stage + 1 < migration.Plan.Stages.Length ? "advance" : "finish", Say($"{whole} {(stage.Weight is null ? "copies" : "requests")} are good"));
    }

    private static decimal Share(long part, long whole) => whole == 0 ? 0 : (decimal)part / whole;

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
