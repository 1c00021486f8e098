using Concordat.Cedar;

namespace Concordat.Gateway.Deciding;

/// <summary>The actions that clauses decide on.</summary>
internal static class Actions
{
    public const string UseCaseType = "Concordat::UseCase";

    public const string ModelType = "Concordat::Model";

    public const string ToolType = "Concordat::Tool";

    public static readonly EntityUid Request = new("Concordat::Action", "request");

    public static readonly EntityUid Answer = new("Concordat::Action", "answer");

    public static readonly EntityUid ToolCall = new("Concordat::Action", "toolCall");
}
