using System.Diagnostics.CodeAnalysis;

namespace Concordat.Oversight.Cases;

/// <summary>A case, or why there is none.</summary>
public sealed record CaseResult
{
    private CaseResult(Case? value, OversightError? error)
    {
        Case = value;
        Error = error;
    }

    public Case? Case { get; }

    public OversightError? Error { get; }

    [MemberNotNullWhen(true, nameof(Case))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsDone => Case is not null;

    public static CaseResult Done(Case value) => new(value, null);

    public static CaseResult Refused(OversightError error) => new(null, error);
}
