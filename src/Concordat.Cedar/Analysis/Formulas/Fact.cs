using System.Collections.Immutable;
using System.Text;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Analysis.Formulas;

/// <summary>A part of a request that policies read, such as <c>context.persons.usDistinct</c>.</summary>
internal sealed class Fact : IEquatable<Fact>
{
    private Fact(Fact? holder, RequestVariable root, ImmutableArray<string> names, CedarType type, bool isRequired)
    {
        (Holder, Root, Names, Type, IsRequired) = (holder, root, names, type, isRequired);
        Path = PathOf(root, names);
    }

    /// <summary>What holds it; null for principal, resource and context themselves.</summary>
    public Fact? Holder { get; }

    public RequestVariable Root { get; }

    /// <summary>Attribute names below the root.</summary>
    public ImmutableArray<string> Names { get; }

    public CedarType Type { get; }

    /// <summary>Whether it is there whenever what holds it is.</summary>
    public bool IsRequired { get; }

    /// <summary>The path as policies write it.</summary>
    public string Path { get; }

    /// <summary>The path for people: facts of the context without the word <c>context</c>.</summary>
    public string ShortPath => Root == RequestVariable.Context && Names.Length > 0 ? Path["context".Length..].TrimStart('.') : Path;

    /// <summary>The Cedar expression that is true when it is there, once what holds it is; for attributes only.</summary>
    public string Presence => $"{Holder} has {(CedarText.IsIdentifier(Names[^1]) ? Names[^1] : CedarText.Quote(Names[^1]))}";

    /// <summary>Whether reading it is never an error.</summary>
    public bool IsAlwaysReached => Holder is null || (IsRequired && !Holder.IsRequestEntity && Holder.IsAlwaysReached);

    /// <summary>Principal or resource itself.</summary>
    public bool IsRequestEntity => Names.IsEmpty && Root is RequestVariable.Principal or RequestVariable.Resource;

    public static Fact OfRoot(RequestVariable root, CedarType type) => new(null, root, [], type, isRequired: true);

    public Fact Attribute(string name, AttributeType type) => new(this, Root, Names.Add(name), type.Type, type.IsRequired);

    public bool Equals(Fact? other) => other is not null && string.Equals(Path, other.Path, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Fact);

    public override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Path;

    private static string PathOf(RequestVariable root, ImmutableArray<string> names)
    {
        var path = new StringBuilder(root.ToString().ToLowerInvariant());
        foreach (var name in names)
        {
            if (CedarText.IsIdentifier(name))
            {
                path.Append('.').Append(name);
            }
            else
            {
                path.Append('[').Append(CedarText.Quote(name)).Append(']');
            }
        }

        return path.ToString();
    }
}
