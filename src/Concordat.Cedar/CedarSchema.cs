using System.Diagnostics.CodeAnalysis;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar;

/// <summary>Which entities, actions and attributes exist, and of which types. Immutable.</summary>
public sealed class CedarSchema
{
    private CedarSchema(EntityStore actions) => ActionEntities = actions;

    /// <summary>The actions of the schema, as entities with their groups as parents.</summary>
    public EntityStore ActionEntities { get; }

    /// <summary>Reads schema text.</summary>
    /// <exception cref="CedarParseException">The text is not a schema.</exception>
    public static CedarSchema Parse(string text, string? file = null) =>
        TryParse(text, file, out var schema, out var diagnostics) ? schema : throw new CedarParseException(diagnostics);

    /// <summary>Reads schema text.</summary>
    public static bool TryParse(
        string text,
        string? file,
        [NotNullWhen(true)] out CedarSchema? schema,
        out IReadOnlyList<CedarDiagnostic> diagnostics)
    {
        var bag = new DiagnosticBag(file);
        _ = Lexer.Read(text, bag);
        schema = bag.HasErrors ? null : new CedarSchema(EntityStore.Empty);
        diagnostics = bag.Found;
        return schema is not null;
    }
}
