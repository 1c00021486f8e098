using System.Collections.Immutable;
using Concordat.Cedar.Json;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar;

/// <summary>One <c>permit</c> or <c>forbid</c> statement.</summary>
public sealed class Policy
{
    /// <summary>Value of <c>@id</c>, or <c>policy</c> and the position in the text, from 0.</summary>
    public required string Id { get; init; }

    /// <summary>Permit or forbid.</summary>
    public required Effect Effect { get; init; }

    /// <summary>Annotations by name; one without a value has the empty text.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>Names of the annotations written without a value.</summary>
    public IReadOnlySet<string> BareAnnotations { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>Where each annotation stands.</summary>
    public required IReadOnlyDictionary<string, SourceSpan> AnnotationSpans { get; init; }

    /// <summary>Narrowing of the principal.</summary>
    public required Scope Principal { get; init; }

    /// <summary>Narrowing of the action.</summary>
    public required Scope Action { get; init; }

    /// <summary>Narrowing of the resource.</summary>
    public required Scope Resource { get; init; }

    /// <summary>The <c>when</c> and <c>unless</c> parts, in text order.</summary>
    public required ImmutableArray<Condition> Conditions { get; init; }

    /// <summary>Where the statement stands, annotations included.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>Where the effect word stands.</summary>
    public required SourceSpan EffectSpan { get; init; }

    /// <summary>Exact source of the statement, annotations included; of one read from JSON, its Cedar form.</summary>
    public string Text
    {
        get => field ??= PolicyWriter.Write(this);
        init;
    }

    /// <summary>Name of the text that it stands in.</summary>
    public string? File { get; init; }

    /// <summary>For a policy made from a template: from which, with which entities. Its text and places are those of the template.</summary>
    public TemplateLink? Link { get; init; }

    /// <summary>Whether it has slots, so that it says nothing until it is linked.</summary>
    public bool IsTemplate => Principal.IsSlot || Resource.IsSlot;

    /// <summary>Reads the JSON form of a policy or template.</summary>
    /// <param name="json">The policy, as in the Cedar documentation under "JSON policy format".</param>
    /// <param name="id">Its id; where null, what its annotation <c>@id</c> says, or <c>policy0</c>.</param>
    /// <param name="file">Name of the text, for messages.</param>
    /// <exception cref="CedarParseException">The text is not a policy.</exception>
    public static Policy ParseJson(string json, string? id = null, string? file = null)
    {
        try
        {
            return new PolicyJsonReader(file).Read(JsonTreeReader.Read(json, file), id);
        }
        catch (SyntaxFault fault)
        {
            throw new CedarParseException([fault.Diagnostic]);
        }
    }

    /// <summary>The JSON form, without the id and without what it was linked from.</summary>
    /// <param name="indented">Whether it is set out on several lines.</param>
    public string ToJson(bool indented = false) => JsonText.Write(indented, json => PolicyJsonWriter.Write(this, json));

    /// <summary>The Cedar form, without the id and without what it was linked from.</summary>
    public string ToCedar() => PolicyWriter.Write(this);
}
