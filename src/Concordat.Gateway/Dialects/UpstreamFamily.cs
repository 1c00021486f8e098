namespace Concordat.Gateway.Dialects;

/// <summary>Which vendor dialect an upstream speaks.</summary>
internal enum UpstreamFamily
{
    OpenAi,
    Anthropic,
}
