using System.Collections.Immutable;
using Concordat.Cedar;

namespace Concordat.Agreements.Clauses;

/// <summary>The moments at which an agreement decides.</summary>
public static class AgreementActions
{
    /// <summary>The Cedar type of actions.</summary>
    public const string Type = "Concordat::Action";

    /// <summary>A prompt on its way to a model.</summary>
    public static EntityUid Request { get; } = new(Type, "request");

    /// <summary>A model's answer on its way back.</summary>
    public static EntityUid Answer { get; } = new(Type, "answer");

    /// <summary>One call of one tool.</summary>
    public static EntityUid ToolCall { get; } = new(Type, "toolCall");

    /// <summary>All of them.</summary>
    public static ImmutableArray<EntityUid> All { get; } = [Request, Answer, ToolCall];
}
