using Concordat.Oversight.Certificates;
using Concordat.Oversight.Readiness;

namespace Concordat.Console.Data;

/// <summary>One use case with all that is shown of it.</summary>
/// <param name="Stages">How far it has been let out, with each model that has a decision; empty where that is registered and not decided.</param>
/// <param name="Steps">The decisions that count, newest first.</param>
/// <param name="Suite">What is certified; null where nothing is.</param>
/// <param name="Unknown">Why stages and decisions cannot be known now; null where they are.</param>
public sealed record UseCaseDetail(
    UseCaseView UseCase, IReadOnlyList<ReadinessStanding> Stages, IReadOnlyList<ReadinessDocument> Steps, SuiteStanding? Suite, string? Unknown = null);
