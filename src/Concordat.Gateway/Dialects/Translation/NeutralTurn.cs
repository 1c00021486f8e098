namespace Concordat.Gateway.Dialects.Translation;

/// <summary>What one side says until the other side speaks; results of tools are said by the client's side.</summary>
internal sealed record NeutralTurn(bool IsModel, List<NeutralPart> Parts);
