namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Whether the model may, must or must not call a tool.</summary>
internal enum ToolChoice
{
    /// <summary>The client says nothing.</summary>
    Unsaid,
    Auto,
    None,

    /// <summary>It must call one of those offered.</summary>
    Any,

    /// <summary>It must call the one that is named.</summary>
    Named,
}
