namespace Concordat.Cedar.Evaluation;

/// <summary><c>target has name</c>.</summary>
internal sealed class HasNode(EvalNode target, string name, SourceSpan span) : TestNode(span)
{
    private int _slot;

    public override Truth Test(ref EvalContext context)
    {
        var holder = target.Eval(ref context);
        switch (holder.Reference)
        {
            case CedarRecord record:
                return Answer(!record.Get(name, ref _slot).IsNone);
            case EntityUid uid:
                return Answer(context.Find(uid) is { } entity && !entity.Attributes.Get(name, ref _slot).IsNone);
            case null:
                return Truth.Error;
            default:
                context.FailKind(Span, "a record or an entity", holder);
                return Truth.Error;
        }
    }
}
