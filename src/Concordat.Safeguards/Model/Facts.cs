namespace Concordat.Safeguards.Model;

/// <summary>
/// The typed record that clauses read: everything known about one request, answer or tool call.
/// Every member is always present; what is not known is a value (<c>"unknown"</c>), never an absence.
/// </summary>
public sealed record Facts(
    string Operation,
    UseCaseFacts UseCase,
    SourceFacts Sources,
    PersonFacts Persons,
    MeterFacts Meters,
    LabelFacts Label,
    TopicFacts Topics,
    ContentFacts Content,
    ToolFacts Tool,
    DeploymentFacts Deployment,
    OrderFacts Order);
