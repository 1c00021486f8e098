using Concordat.Agreements;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Release;
using Concordat.Safeguards;
using Concordat.Safeguards.Masking;

namespace Concordat.Gateway.Mcp;

/// <summary>What the agreement says of the result of a call, with placeholders where a clause asks that persons be masked.</summary>
/// <param name="Verdicts">On what would leave.</param>
/// <param name="Whole">What would leave: the members of the result as one JSON object.</param>
/// <param name="Mask">What was masked in it; null for a result that is as the server sent it.</param>
internal sealed record McpJudged(AnswerVerdicts Verdicts, ReadOnlyMemory<byte> Whole, MaskNote? Mask)
{
    /// <summary>The members without the braces, as a client gets them.</summary>
    public ReadOnlyMemory<byte> Members => Whole[1..^1];

    /// <returns>Null where the result is not sound JSON.</returns>
    public static async ValueTask<McpJudged?> OfAsync(
        Exchange exchange, JudgeStage judges, DecideStage decide, ReadOnlyMemory<byte> whole, UninspectableKinds uninspectable, CancellationToken cancellationToken)
    {
        if (await DecideAsync(exchange, judges, decide, whole, uninspectable, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        if (found.AwaitsMask && await MaskAsync(exchange, judges, decide, whole, found, uninspectable, cancellationToken).ConfigureAwait(false) is { } masked)
        {
            return masked;
        }

        exchange.Granted.Clear(); // those that the masked result found are not its own
        await found.SettleAsync(cancellationToken).ConfigureAwait(false);
        await found.UseAsync(cancellationToken).ConfigureAwait(false);
        return new McpJudged(found, whole, null);
    }

    /// <summary>The masked result, decided on as any: what was not taken out is found again. Null when it cannot be masked.</summary>
    private static async ValueTask<McpJudged?> MaskAsync(
        Exchange exchange, JudgeStage judges, DecideStage decide, ReadOnlyMemory<byte> whole, AnswerVerdicts found, UninspectableKinds uninspectable, CancellationToken cancellationToken)
    {
        if (AnswerMask.Of([whole], exchange.Model.Config.Limits.Depth, Placeholders.Highest(exchange.Body.Span)) is not { } masked
            || await DecideAsync(exchange, judges, decide, masked.Payloads[0], uninspectable, cancellationToken).ConfigureAwait(false) is not { AwaitsMask: false } verdicts)
        {
            return null;
        }

        await verdicts.UseAsync(cancellationToken).ConfigureAwait(false);
        if (verdicts.Worst!.Kind != VerdictKind.Permit)
        {
            return new McpJudged(verdicts, whole, null);
        }

        verdicts.Report(found.Facts);
        exchange.Masked = masked.Persons.Length;
        return new McpJudged(verdicts, masked.Payloads[0], new MaskNote(found.Worst!, masked.Persons));
    }

    private static async ValueTask<AnswerVerdicts?> DecideAsync(
        Exchange exchange, JudgeStage judges, DecideStage decide, ReadOnlyMemory<byte> whole, UninspectableKinds uninspectable, CancellationToken cancellationToken)
    {
        var inspection = AnswerInspection.Rent();
        try
        {
            if (inspection.InspectEvent(whole.Span, exchange.Model.Config.Limits.Depth) is not null)
            {
                return null;
            }

            inspection.Complete();
            await judges.AskAboutAnswerAsync(exchange, inspection.Findings, uninspectable, whole, cancellationToken).ConfigureAwait(false);
            var verdicts = new AnswerVerdicts(exchange, inspection, decide) { Answer = whole };
            await verdicts.DecideTextAsync(uninspectable, cancellationToken).ConfigureAwait(false);
            return verdicts;
        }
        finally
        {
            AnswerInspection.Return(inspection);
        }
    }
}
