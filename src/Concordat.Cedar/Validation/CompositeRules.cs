using Concordat.Cedar.Extensions;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Validation;

/// <summary>Types of sets, records and calls.</summary>
internal sealed class CompositeRules(Typechecker checker, TypeExpectations expect, FaultBag faults)
{
    public TypecheckAnswer Set(SetExpr set, Capabilities known)
    {
        if (set.Elements.IsEmpty)
        {
            faults.Add(new TypeFault("empty-set", set.Span, "the type of an empty set is unknown", "to ask whether a set is empty, use `.isEmpty()`"));
            return TypecheckAnswer.Fail();
        }

        var elements = set.Elements.Select(element => checker.Check(element, known)).ToArray();
        CedarType? cover = elements[0].Type;
        for (var i = 1; i < elements.Length && cover is not null; i++)
        {
            var next = elements[i].Type;
            var wider = next is null ? null : TypeRelations.Cover(cover, next);
            if (wider is null && next is not null)
            {
                faults.Add(new TypeFault("mixed-types", set.Elements[i].Span, $"the set mixes {TypeWords.Of(cover)} and {TypeWords.Of(next)}", "give all elements the same type"));
            }

            cover = wider;
        }

        return cover is null ? TypecheckAnswer.Fail() : elements.Aggregate(TypecheckAnswer.Of(new SetType(cover)), (all, element) => all.After(element));
    }

    public TypecheckAnswer Record(RecordExpr record, Capabilities known)
    {
        var fields = record.Fields.Select(pair => (pair.Key, Answer: checker.Check(pair.Value, known))).ToArray();
        if (fields.Any(pair => pair.Answer.Type is null))
        {
            return TypecheckAnswer.Fail();
        }

        var type = RecordType.Of(fields.Select(pair => KeyValuePair.Create(pair.Key, new AttributeType(pair.Answer.Type!, IsRequired: true))));
        return fields.Aggregate(TypecheckAnswer.Of(type), (all, pair) => all.After(pair.Answer));
    }

    public TypecheckAnswer Call(CallExpr call, Capabilities known)
    {
        var (wanted, result) = ExtensionSignatures.Of(call.Function);
        var answer = TypecheckAnswer.Of(result);
        if (ExtensionCatalog.WrongCount(call) is { } wrongCount)
        {
            faults.Add(new TypeFault("wrong-argument-count", call.Span, wrongCount, null));
            foreach (var argument in call.Arguments)
            {
                checker.Check(argument, known);
            }

            return TypecheckAnswer.Fail(result);
        }

        if (ExtensionCatalog.IsConstructor(call.Function))
        {
            if (call.Arguments[0] is not LiteralExpr literal)
            {
                faults.Add(new TypeFault("literal-needed", call.Span, $"`{call.Function}` needs a literal string", null));
                answer = TypecheckAnswer.Fail(result);
            }
            else if (literal.Value.Kind == CedarValueKind.String
                && ExtensionFunctions.Call(call.Function, literal.Value, default, out var fault).IsNone)
            {
                faults.Add(new TypeFault("invalid-literal", literal.Span, fault, null));
                answer = TypecheckAnswer.Fail(result);
            }
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            answer = answer.After(expect.Exactly(call.Arguments[i], checker.Check(call.Arguments[i], known), wanted[i]));
        }

        return answer;
    }
}
