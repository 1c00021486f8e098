namespace Concordat.Cedar.Evaluation;

/// <summary><c>entity.getTag(name)</c> and <c>entity.hasTag(name)</c>.</summary>
internal sealed class TagNode(EvalNode left, EvalNode right, bool isTest, SourceSpan span) : EvalNode(span)
{
    public override CedarValue Eval(ref EvalContext context)
    {
        var a = left.Eval(ref context);
        if (a.IsNone)
        {
            return default;
        }

        var b = right.Eval(ref context);
        if (b.IsNone)
        {
            return default;
        }

        if (a.Reference is not EntityUid uid)
        {
            return context.FailKind(left.Span, "an entity", a);
        }

        if (b.Reference is not string name)
        {
            return context.FailKind(right.Span, "a string", b);
        }

        var entity = context.Find(uid);
        var tag = entity is null ? default : entity.Tags[name];
        if (isTest)
        {
            return CedarValue.FromBool(!tag.IsNone);
        }

        return !tag.IsNone ? tag
            : entity is null ? context.Fail(Span, $"the entity of type `{uid.Type}` whose tag is read does not exist")
            : context.Fail(Span, $"the entity of type `{uid.Type}` does not have the tag");
    }
}
