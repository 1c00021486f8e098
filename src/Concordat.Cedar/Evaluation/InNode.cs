namespace Concordat.Cedar.Evaluation;

/// <summary><c>left in right</c>, where right is an entity or a set of entities.</summary>
internal sealed class InNode(EvalNode left, EvalNode right, SourceSpan span) : TestNode(span)
{
    public override Truth Test(ref EvalContext context)
    {
        var a = left.Eval(ref context);
        if (a.IsNone)
        {
            return Truth.Error;
        }

        var b = right.Eval(ref context);
        if (b.IsNone)
        {
            return Truth.Error;
        }

        if (a.Reference is not EntityUid uid)
        {
            context.FailKind(left.Span, "an entity", a);
            return Truth.Error;
        }

        if (b.Reference is EntityUid ancestor)
        {
            return Answer(context.IsIn(uid, ancestor));
        }

        if (b.Reference is CedarSet set)
        {
            return TestSet(ref context, uid, set);
        }

        context.FailKind(right.Span, "an entity or a set of entities", b);
        return Truth.Error;
    }

    private Truth TestSet(ref EvalContext context, EntityUid uid, CedarSet set)
    {
        var truth = Truth.False;
        foreach (var element in set.Items)
        {
            if (element.Reference is not EntityUid ancestor)
            {
                context.FailKind(right.Span, "a set of entities only", element);
                return Truth.Error;
            }

            truth = truth == Truth.True || context.IsIn(uid, ancestor) ? Truth.True : Truth.False;
        }

        return truth;
    }
}
