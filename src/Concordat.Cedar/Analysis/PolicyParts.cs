using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Analysis;

/// <summary>Makes policies of some of the conditions of another, to ask what the rest is worth.</summary>
public static class PolicyParts
{
    /// <summary>The same statement with other conditions.</summary>
    /// <param name="policy">Effect, annotations and scope are kept.</param>
    /// <param name="id">Name in messages and findings.</param>
    /// <param name="conditions">The conditions it has instead.</param>
    public static Policy Of(Policy policy, string id, ImmutableArray<Condition> conditions) => new()
    {
        Id = id,
        Effect = policy.Effect,
        Annotations = policy.Annotations,
        BareAnnotations = policy.BareAnnotations,
        AnnotationSpans = policy.AnnotationSpans,
        Principal = policy.Principal,
        Action = policy.Action,
        Resource = policy.Resource,
        Conditions = conditions,
        Span = policy.Span,
        EffectSpan = policy.EffectSpan,
        Text = policy.Text,
        File = policy.File,
        Link = policy.Link,
    };
}
