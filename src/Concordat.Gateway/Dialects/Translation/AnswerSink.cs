namespace Concordat.Gateway.Dialects.Translation;

/// <summary>
/// Takes an answer bit by bit from the reader of an upstream dialect: parts open and close one after the other, each call has an id of its
/// own, and what ends has said why. An answer that does not keep to that is refused. Not thread-safe; one per answer.
/// </summary>
internal abstract class AnswerSink
{
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private PartKind? _open;
    private bool _empty;
    private StopReason? _reason;
    private string? _stopText;

    /// <summary>The answer's id as the vendor gave it; empty before the beginning.</summary>
    public string Id { get; private set; } = "";

    public string Model { get; private set; } = "";

    public bool HasBegun { get; private set; }

    /// <summary>Nothing comes any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Why the model stopped, once it has said so.</summary>
    public bool HasReason => _reason is not null;

    public TokenCounts Counts { get; set; }

    public void Begin(string id, string model)
    {
        if (HasBegun)
        {
            throw new AnswerFaultException("it begins twice");
        }

        (HasBegun, Id, Model) = (true, id, model);
        OnBegin();
    }

    public void Text(string piece) => Flow(PartKind.Text, piece);

    public void Reasoning(string piece) => Flow(PartKind.Reasoning, piece);

    /// <summary>The vendor's seal on the thought that is open.</summary>
    public void Sign(string signature)
    {
        Expect(PartKind.Reasoning);
        OnSign(signature);
    }

    public void BeginCall(string? id, string? name)
    {
        CloseOpen();
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(name))
        {
            throw new AnswerFaultException("a tool call of it has no id or no name");
        }

        if (!_calls.Add(id))
        {
            throw new AnswerFaultException("it repeats the id of a tool call");
        }

        Open(PartKind.Call, id, name);
    }

    public void Arguments(string piece)
    {
        Expect(PartKind.Call);
        Append(piece);
    }

    /// <summary>The part that is open is whole; none may be.</summary>
    public void CloseOpen()
    {
        if (_open is not { } kind)
        {
            return;
        }

        if (kind == PartKind.Call && _empty)
        {
            OnAppend(kind, "{}");
        }

        _open = null;
        OnClose(kind);
    }

    public void Stop(StopReason reason, string? stopText = null)
    {
        if (_reason is not null)
        {
            throw new AnswerFaultException("it stops twice");
        }

        _reason = reason;
        _stopText = stopText;
    }

    public void End()
    {
        if (!HasBegun || HasEnded)
        {
            throw new AnswerFaultException("it ends before it begins, or twice");
        }

        if (_reason is not { } reason)
        {
            throw new AnswerFaultException("it ends without saying why");
        }

        CloseOpen();
        HasEnded = true;
        OnEnd(reason == StopReason.End && _calls.Count > 0 ? StopReason.ToolUse : reason, _stopText);
    }

    /// <summary>The upstream gave up in the middle, in these words.</summary>
    public void Fail(string message)
    {
        HasEnded = true;
        OnFail(message);
    }

    protected abstract void OnBegin();

    protected abstract void OnOpen(PartKind kind, string id, string name);

    protected abstract void OnAppend(PartKind kind, string piece);

    protected abstract void OnSign(string signature);

    protected abstract void OnClose(PartKind kind);

    protected abstract void OnEnd(StopReason reason, string? stopText);

    protected abstract void OnFail(string message);

    private void Flow(PartKind kind, string piece)
    {
        if (_open != kind)
        {
            if (piece.Length == 0)
            {
                return;
            }

            CloseOpen();
            Open(kind, "", "");
        }

        Append(piece);
    }

    private void Open(PartKind kind, string id, string name)
    {
        if (!HasBegun || HasEnded || _reason is not null)
        {
            throw new AnswerFaultException("its parts come before it begins or after it stops");
        }

        (_open, _empty) = (kind, true);
        OnOpen(kind, id, name);
    }

    private void Append(string piece)
    {
        if (piece.Length > 0)
        {
            _empty = false;
            OnAppend(_open!.Value, piece);
        }
    }

    private void Expect(PartKind kind)
    {
        if (_open != kind)
        {
            throw new AnswerFaultException("a piece of it belongs to no part that is open");
        }
    }
}
