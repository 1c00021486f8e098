using System.Text;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>An answer collected to its end.</summary>
internal sealed class WholeAnswer : AnswerSink
{
    private readonly StringBuilder _piece = new();
    private NeutralPart _part = new(PartKind.Text);

    public List<NeutralPart> Parts { get; } = [];

    public StopReason Reason { get; private set; }

    public string? StopText { get; private set; }

    /// <summary>What the upstream said when it gave up.</summary>
    public string? Failure { get; private set; }

    /// <summary>The parts of one kind.</summary>
    public IEnumerable<NeutralPart> Of(PartKind kind) => Parts.Where(part => part.Kind == kind);

    /// <summary>The texts of one kind, joined; null where there is none.</summary>
    public string? TextOf(PartKind kind) => Of(kind).Any() ? string.Concat(Of(kind).Select(static part => part.Text)) : null;

    protected override void OnBegin()
    {
    }

    protected override void OnOpen(PartKind kind, string id, string name)
    {
        _part = new NeutralPart(kind) { Id = id, Name = name };
        _piece.Clear();
    }

    protected override void OnAppend(PartKind kind, string piece) => _piece.Append(piece);

    protected override void OnSign(string signature) => _part = _part with { Signature = signature };

    protected override void OnClose(PartKind kind) =>
        Parts.Add(kind == PartKind.Call ? _part with { Arguments = _piece.ToString() } : _part with { Text = _piece.ToString() });

    protected override void OnEnd(StopReason reason, string? stopText) => (Reason, StopText) = (reason, stopText);

    protected override void OnFail(string message) => Failure = message;
}
