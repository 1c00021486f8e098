namespace Concordat.Oversight.Readiness;

/// <summary>A decision on how far a use case has been let out with a model. Payload of a DSSE envelope, canonical JSON.</summary>
/// <param name="Format">Always <see cref="DocumentFormat"/>.</param>
/// <param name="Id">Names it: letters, digits and <c>-</c>.</param>
/// <param name="UseCase">The use case.</param>
/// <param name="Model">The model that applications ask for; <see cref="AnyModel"/> for those that have no decision of their own.</param>
/// <param name="Stage">One of <see cref="ReadinessStages"/>.</param>
/// <param name="Reason">Why, one line.</param>
/// <param name="Issued">When it was drafted, whole seconds.</param>
/// <param name="Evidence">What it rests on; none where the use case is let out less far than before.</param>
/// <param name="Limits">What a trial is limited to; none where it is not.</param>
public sealed record ReadinessStep(
    string Format, string Id, string UseCase, string Model, string Stage, string Reason, DateTimeOffset Issued, ReadinessEvidence? Evidence = null, ReadinessLimits? Limits = null)
{
    public const string DocumentFormat = "concordat-readiness/1";

    /// <summary>Media type of the payload; part of what is signed.</summary>
    public const string PayloadType = "application/vnd.concordat.readiness+json";

    public const string AnyModel = "*";
}
