namespace Concordat.Cedar.Evaluation;

/// <summary><c>context.group.name</c> in one step, which most tests of an agreement begin with.</summary>
/// <param name="group">The attribute of the context.</param>
/// <param name="name">The attribute of the record in it.</param>
/// <param name="steps">The same in two steps; says what is wrong where something is.</param>
internal sealed class ContextPathNode(string group, string name, AttributeNode steps) : EvalNode(steps.Span)
{
    // Where the attributes were last found; checked on each use.
    private int _groupSlot;
    private int _nameSlot;

    public override CedarValue Eval(ref EvalContext context) =>
        context.Context.Get(group, ref _groupSlot).Reference is CedarRecord record && record.Get(name, ref _nameSlot) is { IsNone: false } found
            ? found
            : steps.Eval(ref context);
}
