using System.Globalization;
using System.Runtime.CompilerServices;

namespace Concordat.Cedar.Analysis.Diagrams;

/// <summary>What one call may spend; past it the call is refused, never answered by guess.</summary>
internal sealed class AnalysisBudget(AnalysisOptions options, CancellationToken cancel)
{
    private const int StepsBetweenLooks = 4096;

    private readonly long _started = options.Time.GetTimestamp();
    private int _steps;
    private int _nodes;

    public AnalysisOptions Options => options;

    public void CountNode()
    {
        if (++_nodes > options.MaxNodes)
        {
            throw Exceeded(string.Create(CultureInfo.InvariantCulture, $"the proof needs more than {options.MaxNodes} nodes"));
        }
    }

    public void CountStep()
    {
        if (++_steps % StepsBetweenLooks != 0)
        {
            return;
        }

        cancel.ThrowIfCancellationRequested();
        if (options.Time.GetElapsedTime(_started) > options.MaxTime)
        {
            throw Exceeded(string.Create(CultureInfo.InvariantCulture, $"the proof needs more than {options.MaxTime.TotalSeconds:0.###} seconds"));
        }
    }

    public static void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Exceeded("the proof nests too deeply");
        }
    }

    public static AnalysisRefusedException Exceeded(string what) => new(
        [CedarDiagnostic.Error(AnalysisRefusedException.LimitCode, null, default, what, "compare fewer policies at once, or raise the limit in the options")]);
}
