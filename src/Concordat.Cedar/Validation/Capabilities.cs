using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Validation;

/// <summary>Attributes and tags that are known to exist where an expression was true.</summary>
internal sealed class Capabilities
{
    private readonly ImmutableHashSet<string> _known;

    private Capabilities(ImmutableHashSet<string> known) => _known = known;

    public static Capabilities None { get; } = new([]);

    public static Capabilities OfAttribute(Expr target, string name) => new([AttributeKey(target, name)]);

    public static Capabilities OfTag(Expr target, Expr name) => new([TagKey(target, name)]);

    public bool HasAttribute(Expr target, string name) => !_known.IsEmpty && _known.Contains(AttributeKey(target, name));

    public bool HasTag(Expr target, Expr name) => !_known.IsEmpty && _known.Contains(TagKey(target, name));

    public Capabilities And(Capabilities other) =>
        _known.IsEmpty ? other : other._known.IsEmpty ? this : new(_known.Union(other._known));

    public Capabilities Or(Capabilities other) => new(_known.Intersect(other._known));

    // Two expressions are the same for this purpose when they are written the same way, spaces and parentheses apart.
    private static string AttributeKey(Expr target, string name) => $"{ExprWriter.Write(target)} . {CedarText.Quote(name)}";

    private static string TagKey(Expr target, Expr name) => $"{ExprWriter.Write(target)} # {ExprWriter.Write(name)}";
}
