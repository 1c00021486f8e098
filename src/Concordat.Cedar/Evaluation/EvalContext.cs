namespace Concordat.Cedar.Evaluation;

/// <summary>What nodes read while they are evaluated, and where the first error is noted.</summary>
internal ref struct EvalContext(CedarRequest request, EntityStore entities, EntityStore actions)
{
    private string? _error;

    public readonly EntityUid Principal { get; } = request.Principal;

    public readonly EntityUid Action { get; } = request.Action;

    public readonly EntityUid Resource { get; } = request.Resource;

    public readonly CedarRecord Context { get; } = request.Context;

    public readonly Entity? Find(EntityUid uid) => entities.Find(uid) ?? actions.Find(uid);

    public readonly bool IsIn(EntityUid uid, EntityUid ancestor) => entities.IsIn(uid, ancestor) || actions.IsIn(uid, ancestor);

    /// <summary>Notes an error; the answer is the mark of an error.</summary>
    public CedarValue Fail(SourceSpan span, string message)
    {
        _error ??= string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {span.Line}, column {span.Column}: {message}");
        return default;
    }

    /// <summary>Notes that a value is of the wrong kind; the value itself stays out of the message.</summary>
    public CedarValue FailKind(SourceSpan span, string expected, CedarValue found) =>
        Fail(span, $"expected {expected}, found {KindNames.Of(found.Kind)}");

    public string? TakeError()
    {
        var error = _error;
        _error = null;
        return error;
    }
}
