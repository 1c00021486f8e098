namespace Concordat.Gateway.Dialects.Translation;

/// <summary>The dialects that requests are translated into.</summary>
internal enum UpstreamDialect
{
    Chat,
    Messages,
    Converse,
    Gemini,
}
