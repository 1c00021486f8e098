namespace Concordat.Cedar;

/// <summary>Something about a request or an entity that does not fit the schema.</summary>
/// <param name="Code">Stable code of the finding.</param>
/// <param name="Place">Where: <c>principal</c>, <c>context.persons.usDistinct</c>, <c>User::"ann".attrs.manager</c>.</param>
/// <param name="Message">What is wrong: lower case, no final period, without the value itself.</param>
/// <param name="Expected">What the schema asks for, where that can be said in a few words.</param>
/// <param name="Help">The way out, where one is known.</param>
public sealed record DataFinding(string Code, string Place, string Message, string? Expected = null, string? Help = null)
{
    /// <summary><c>place: message (help)</c>.</summary>
    public override string ToString() => Help is null ? $"{Place}: {Message}" : $"{Place}: {Message} ({Help})";
}
