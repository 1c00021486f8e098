using System.Collections.Immutable;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>Access to attributes and tags, and tests for them.</summary>
internal sealed class AttributeRules(CedarSchema schema, FaultBag faults)
{
    public TypecheckAnswer Access(AttributeExpr expr, TypecheckAnswer target, Capabilities known)
    {
        if (!TryHolder(expr.Target, target, out var attributes))
        {
            return TypecheckAnswer.Fail();
        }

        if (!attributes.TryGetValue(expr.Name, out var attribute))
        {
            var help = faults.IsFull ? null : Suggestion.DidYouMean(expr.Name, attributes.Keys, name => PathOf(expr.Target, name));
            faults.Add(new TypeFault("unknown-attribute", expr.NameSpan, $"unknown attribute `{PathOf(expr.Target, expr.Name)}`", help));
            return TypecheckAnswer.Fail();
        }

        if (attribute.IsRequired || known.HasAttribute(expr.Target, expr.Name))
        {
            return TypecheckAnswer.Of(attribute.Type).After(target);
        }

        var path = PathOf(expr.Target, expr.Name);
        faults.Add(new TypeFault("optional-attribute", expr.NameSpan, $"attribute `{path}` may be absent", $"test it first with `{new HasExpr(expr.Target, expr.Name, expr.NameSpan, expr.Span)} &&`"));
        return TypecheckAnswer.Fail(attribute.Type);
    }

    public TypecheckAnswer Test(HasExpr expr, TypecheckAnswer target, Capabilities known)
    {
        if (!TryHolder(expr.Target, target, out var attributes))
        {
            return TypecheckAnswer.Fail(CedarType.Bool);
        }

        if (!attributes.TryGetValue(expr.Name, out var attribute))
        {
            return TypecheckAnswer.Of(CedarType.False).After(target);
        }

        // An entity may be missing from the store: only of records is it certain that a required attribute is there.
        var isCertain = known.HasAttribute(expr.Target, expr.Name) || (attribute.IsRequired && target.Type is RecordType);
        return TypecheckAnswer.Of(isCertain ? CedarType.True : CedarType.Bool, Capabilities.OfAttribute(expr.Target, expr.Name)).After(target);
    }

    public TypecheckAnswer Tag(BinaryExpr expr, TypecheckAnswer entity, Capabilities known)
    {
        var isTest = expr.Operator == BinaryOperator.HasTag;
        if (entity.Type is not EntityType type)
        {
            return TypecheckAnswer.Fail(isTest ? CedarType.Bool : null);
        }

        var tags = schema.EntityTypes.TryGetValue(type.Name, out var declared) ? declared.Tags : null;
        var isKnown = known.HasTag(expr.Left, expr.Right);
        if (isTest)
        {
            var answer = tags is null ? CedarType.False : isKnown ? CedarType.True : CedarType.Bool;
            return TypecheckAnswer.Of(answer, Capabilities.OfTag(expr.Left, expr.Right));
        }

        if (isKnown && tags is not null)
        {
            return TypecheckAnswer.Of(tags);
        }

        faults.Add(tags is null
            ? new TypeFault("no-tags", expr.Span, $"entities of type `{type.Name}` have no tags", null)
            : new TypeFault("unsafe-tag", expr.Span, "the tag may be absent", $"test it first with `{expr with { Operator = BinaryOperator.HasTag }} &&`"));
        return TypecheckAnswer.Fail();
    }

    private bool TryHolder(Expr expr, TypecheckAnswer target, out ImmutableSortedDictionary<string, AttributeType> attributes)
    {
        attributes = RecordType.Empty.Attributes;
        switch (target.Type)
        {
            case RecordType record:
                attributes = record.Attributes;
                return true;
            case EntityType entity:
                attributes = schema.EntityTypes.TryGetValue(entity.Name, out var declared) ? declared.Attributes.Attributes : attributes;
                return true;
            case null:
                return false;
            default:
                var help = target.Type is SetType ? "to look into a set, use `.contains()`" : null;
                faults.Add(new TypeFault("unexpected-type", expr.Span, $"expected a record or an entity, found {TypeWords.Of(target.Type)}", help));
                return false;
        }
    }

    /// <summary>The attribute as people say it: without <c>context</c>, which holds everything anyway.</summary>
    private static string PathOf(Expr target, string name)
    {
        var holder = ExprWriter.Write(target);
        return !CedarText.IsIdentifier(name) ? $"{holder}[{CedarText.Quote(name)}]"
            : holder is "context" ? name
            : holder.StartsWith("context.", StringComparison.Ordinal) ? $"{holder["context.".Length..]}.{name}"
            : $"{holder}.{name}";
    }
}
