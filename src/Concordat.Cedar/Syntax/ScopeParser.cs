using System.Collections.Immutable;
using System.Globalization;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Syntax;

/// <summary>Reads the three parts of a policy's scope, with the slots of templates.</summary>
internal sealed class ScopeParser(TokenReader reader, NameParser names)
{
    public Scope Read(RequestVariable variable)
    {
        var start = reader.ExpectWord(Word(variable)).Span;
        if (reader.AcceptWord("is"))
        {
            if (variable == RequestVariable.Action)
            {
                throw reader.Fault("scope-not-allowed", start, "`is` is not allowed for the action in a scope", "use `action ==` or `action in`");
            }

            var (type, typeSpan) = names.ReadTypeName();
            return (reader.AcceptWord("in") ? ReadEntities(variable, ScopeKind.IsIn, type, start) : Done(variable, ScopeKind.Is, type, [], start)) with
            {
                TypeSpan = typeSpan,
            };
        }

        if (reader.Accept(TokenKind.Equal))
        {
            return ReadEntities(variable, ScopeKind.Equal, null, start);
        }

        if (reader.AcceptWord("in"))
        {
            return ReadEntities(variable, ScopeKind.In, null, start);
        }

        return reader.Is(TokenKind.Comma) || reader.Is(TokenKind.CloseParen)
            ? Done(variable, ScopeKind.Any, null, [], start)
            : throw reader.Unexpected(variable == RequestVariable.Action ? "`==`, `in`, `,` or `)`" : "`==`, `in`, `is`, `,` or `)`");
    }

    private static string Word(RequestVariable variable) => variable.ToString().ToLower(CultureInfo.InvariantCulture);

    private Scope ReadEntities(RequestVariable variable, ScopeKind kind, string? type, SourceSpan start) => InParentheses(() =>
    {
        if (variable == RequestVariable.Action && kind == ScopeKind.In && reader.Accept(TokenKind.OpenBracket))
        {
            return Done(variable, kind, type, ReadList(), start) with { IsList = true };
        }

        if (reader.Is(TokenKind.Slot) && reader.TextOf(reader.Current) == "?" + Word(variable) && variable != RequestVariable.Action)
        {
            reader.Next();
            return Done(variable, kind, type, [], start) with { IsSlot = true };
        }

        return Done(variable, kind, type, [ReadEntity(variable)], start);
    });

    private ImmutableArray<LiteralExpr> ReadList()
    {
        var entities = ImmutableArray.CreateBuilder<LiteralExpr>();
        while (!reader.Accept(TokenKind.CloseBracket))
        {
            entities.Add(InParentheses(() => ReadEntity(RequestVariable.Action)));
            if (entities.Count > CedarLimits.SetSize)
            {
                throw reader.Fault("too-many-elements", reader.Previous.Span, $"more than {CedarLimits.SetSize} actions in one place");
            }

            if (!reader.Is(TokenKind.CloseBracket))
            {
                reader.Expect(TokenKind.Comma, "`,` or `]`");
            }
        }

        return entities.DrainToImmutable();
    }

    private LiteralExpr ReadEntity(RequestVariable variable)
    {
        if (reader.Is(TokenKind.Slot))
        {
            throw variable == RequestVariable.Action
                ? reader.Fault("misplaced-slot", reader.Current.Span, $"`{reader.TextOf(reader.Current)}` cannot stand for the action", "name the action")
                : reader.Fault("misplaced-slot", reader.Current.Span, $"expected `?{Word(variable)}`, found `{reader.TextOf(reader.Current)}`");
        }

        var entity = names.ReadEntity();
        return variable != RequestVariable.Action || EntityType.IsActionName(entity.Value.AsEntity.Type)
            ? entity
            : throw reader.Fault("not-an-action", entity.Span, $"expected an action, found an entity of type `{entity.Value.AsEntity.Type}`", "the type of an action ends in `Action`");
    }

    private T InParentheses<T>(Func<T> read)
    {
        var open = 0;
        for (; reader.Accept(TokenKind.OpenParen); open++)
        {
            reader.Enter();
        }

        var inner = read();
        for (; open > 0; open--)
        {
            reader.Expect(TokenKind.CloseParen, "`)`");
            reader.Leave();
        }

        return inner;
    }

    private Scope Done(RequestVariable variable, ScopeKind kind, string? type, ImmutableArray<LiteralExpr> entities, SourceSpan start) =>
        new(variable, kind, type, entities, IsList: false, start.To(reader.Previous.Span)) { TypeSpan = start };
}
