using Concordat.Oversight.Readiness;

namespace Concordat.Commands;

/// <summary>Decisions on readiness in words.</summary>
internal static class ReadinessSteps
{
    public static string Words(ReadinessStep step, string from)
    {
        var model = step.Model is ReadinessStep.AnyModel ? "" : $" with `{step.Model}`";
        var limits = step.Limits is { } limited
            ? $", {(limited.RequestsPerDay is { } most ? $"{most} requests a day" : "any number of requests")} of {(limited.Keys is { } keys ? string.Join(", ", keys) : "any API key")}"
            : "";
        return $"`{step.UseCase}`{model} from {from} to {step.Stage}{limits}";
    }

    /// <exception cref="CommandException">The gate is not open.</exception>
    public static void Require(IReadOnlyList<string> lacks, string what)
    {
        if (lacks.Count > 0)
        {
            throw new CommandException([$"concordat: {what}:", .. lacks.Select(static lack => "  " + lack)]) { Code = ExitCode.CheckFailed };
        }
    }
}
