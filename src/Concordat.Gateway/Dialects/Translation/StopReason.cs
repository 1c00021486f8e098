namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Why a model stopped.</summary>
internal enum StopReason
{
    /// <summary>It had said what it had to say.</summary>
    End,
    ToolUse,
    Length,

    /// <summary>It came upon a text that the client had named.</summary>
    StopText,

    /// <summary>It, or a filter of the vendor, refused.</summary>
    Refusal,
}
