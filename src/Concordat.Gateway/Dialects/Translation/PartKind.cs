namespace Concordat.Gateway.Dialects.Translation;

/// <summary>What one part of a turn is.</summary>
internal enum PartKind
{
    Text,

    /// <summary>What the model thought before it answered.</summary>
    Reasoning,
    Image,
    Call,
    Result,
}
