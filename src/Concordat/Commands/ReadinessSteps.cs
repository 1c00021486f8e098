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

    /// <summary>Why a decision is not taken, with a line for each thing that its gate lacks.</summary>
    public static CommandException Fault(ReadinessException fault, string where) => new(
        fault.What is { } what ? [$"concordat: {where}{what}:", .. fault.Lacks.Select(static lack => "  " + lack)] : [$"concordat: {where}{fault.Message}"])
    {
        Code = ExitCode.CheckFailed,
    };
}
