namespace Concordat.Agreements.Linting;

/// <summary>One numbered provision of the prose.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Title">Its heading without number and mark.</param>
/// <param name="IsUndertaking">Whether it binds the parties and is not carried out by the gateway.</param>
/// <param name="Text">Its text.</param>
/// <param name="Line">Line of its heading, from 1.</param>
internal sealed record ProseProvision(ClauseId Id, string Title, bool IsUndertaking, string Text, int Line);
