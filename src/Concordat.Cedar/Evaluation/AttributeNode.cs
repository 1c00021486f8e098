namespace Concordat.Cedar.Evaluation;

/// <summary><c>target.name</c>.</summary>
internal sealed class AttributeNode(EvalNode target, string name, SourceSpan span) : EvalNode(span)
{
    // Where the attribute was last found; checked on each use.
    private int _slot;

    public override CedarValue Eval(ref EvalContext context)
    {
        var holder = target.Eval(ref context);
        switch (holder.Reference)
        {
            case CedarRecord record:
                return record.Get(name, ref _slot) is { IsNone: false } found
                    ? found
                    : context.Fail(Span, $"the record has no attribute `{name}`");
            case EntityUid uid:
                if (context.Find(uid) is not { } entity)
                {
                    return context.Fail(Span, $"the entity of type `{uid.Type}` whose attribute `{name}` is read does not exist");
                }

                return entity.Attributes.Get(name, ref _slot) is { IsNone: false } value
                    ? value
                    : context.Fail(Span, $"the entity of type `{uid.Type}` has no attribute `{name}`");
            case null:
                return default;
            default:
                return context.FailKind(Span, "a record or an entity", holder);
        }
    }
}
