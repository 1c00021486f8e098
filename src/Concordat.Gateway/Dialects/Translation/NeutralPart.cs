namespace Concordat.Gateway.Dialects.Translation;

/// <summary>One part of a turn, in no vendor's words. Which members count depends on the kind.</summary>
internal sealed record NeutralPart(PartKind Kind)
{
    /// <summary>The text, the thought, or an image's base64 or address.</summary>
    public string Text { get; init; } = "";

    /// <summary>The call's id; of a result, the id of the call that it answers.</summary>
    public string Id { get; init; } = "";

    /// <summary>The tool's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The call's arguments: a JSON object as text.</summary>
    public string Arguments { get; init; } = "{}";

    /// <summary>An image's media type, such as <c>image/png</c>; empty where <see cref="Text"/> is an address.</summary>
    public string Media { get; init; } = "";

    /// <summary>The vendor's seal on a thought.</summary>
    public string Signature { get; init; } = "";

    /// <summary>The tool failed.</summary>
    public bool IsError { get; init; }

    /// <summary>What the tool gave back: texts and images.</summary>
    public List<NeutralPart> Content { get; init; } = [];

    /// <summary>Where it stands in the client's request, as a JSON path.</summary>
    public string Path { get; init; } = "$";
}
