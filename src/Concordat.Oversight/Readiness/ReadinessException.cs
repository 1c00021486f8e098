namespace Concordat.Oversight.Readiness;

/// <summary>Why a decision on readiness is not taken.</summary>
public sealed class ReadinessException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What its gate lacks, each in words; empty where it is not taken for another reason.</summary>
    public IReadOnlyList<string> Lacks { get; private init; } = [];

    /// <summary>The message without what the gate lacks; null where it is not taken for another reason.</summary>
    public string? What { get; private init; }

    /// <summary>A gate that is not open.</summary>
    public static ReadinessException Of(ReadinessStep step, string from, IReadOnlyList<string> lacks)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(lacks);
        var what = $"`{step.UseCase}` cannot go from {from} to {step.Stage}";
        return new($"{what}: {string.Join("; ", lacks)}") { What = what, Lacks = lacks };
    }
}
