using System.Text.Json;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Json;

/// <summary>A JSON value that knows where it stands, so that whatever is wrong with it can be told with line and column.</summary>
internal sealed class JsonTree(JsonValueKind kind, string? file, SourceSpan span)
{
    private static readonly OrderedDictionary<string, JsonTree> NoMembers = [];

    public JsonValueKind Kind => kind;

    public SourceSpan Span { get; set; } = span;

    /// <summary>For the value of a member: where the name stands.</summary>
    public SourceSpan NameSpan { get; init; } = span;

    /// <summary>For a string: its content. For a number: as written.</summary>
    public string Text { get; init; } = "";

    public List<JsonTree> Items { get; } = kind == JsonValueKind.Array ? [] : null!;

    public OrderedDictionary<string, JsonTree> Members { get; } = kind == JsonValueKind.Object ? [] : NoMembers;

    public SyntaxFault Fault(string code, string message, string? help = null) => FaultAt(Span, code, message, help);

    public SyntaxFault FaultAt(SourceSpan at, string code, string message, string? help = null) =>
        new(CedarDiagnostic.Error(code, file, at, message, help));

    public SyntaxFault Unexpected(string expected) => Fault("unexpected-value", $"expected {expected}, found {Words()}");

    public string String(string expected) => kind == JsonValueKind.String ? Text : throw Unexpected(expected);

    public List<JsonTree> Array(string expected) => kind == JsonValueKind.Array ? Items : throw Unexpected(expected);

    public OrderedDictionary<string, JsonTree> Object(string expected) =>
        kind == JsonValueKind.Object ? Members : throw Unexpected(expected);

    /// <summary>The members of an object that may have only these.</summary>
    public OrderedDictionary<string, JsonTree> Object(string expected, params ReadOnlySpan<string> known)
    {
        foreach (var (name, value) in Object(expected))
        {
            if (!known.Contains(name))
            {
                throw value.FaultAt(value.NameSpan, "unknown-member", $"unknown member `{name}` of {expected}", Suggestion.DidYouMean(name, known.ToArray()));
            }
        }

        return Members;
    }

    public JsonTree Required(string name) =>
        Members.TryGetValue(name, out var value) ? value : throw Fault("missing-member", $"the member `{name}` is missing");

    public JsonTree? Optional(string name) => Members.GetValueOrDefault(name);

    private string Words() => kind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        _ => "null",
    };
}
