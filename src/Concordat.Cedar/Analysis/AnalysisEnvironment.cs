using Concordat.Cedar.Validation;

namespace Concordat.Cedar.Analysis;

/// <summary>A kind of request that the schema allows.</summary>
/// <param name="Action">The action.</param>
/// <param name="PrincipalType">Entity type of the principal.</param>
/// <param name="ResourceType">Entity type of the resource.</param>
public sealed record AnalysisEnvironment(EntityUid Action, string PrincipalType, string ResourceType)
{
    internal static AnalysisEnvironment Of(RequestEnvironment environment) => new(environment.Action.Uid, environment.Principal, environment.Resource);

    /// <summary><c>Action::"read" by User on File</c>.</summary>
    public override string ToString() => $"{Action} by {PrincipalType} on {ResourceType}";
}
