using System.Collections.Frozen;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Json;

/// <summary>What operators are called in the JSON form of policies.</summary>
internal static class ExprNames
{
    public static FrozenDictionary<string, BinaryOperator> Binary { get; } =
        Enum.GetValues<BinaryOperator>().ToFrozenDictionary(ExprWriter.Symbol, StringComparer.Ordinal);

    public static FrozenDictionary<string, UnaryOperator> Unary { get; } =
        Enum.GetValues<UnaryOperator>().ToFrozenDictionary(Of, StringComparer.Ordinal);

    public static FrozenDictionary<string, RequestVariable> Variables { get; } =
        Enum.GetValues<RequestVariable>().ToFrozenDictionary(ExprWriter.Word, StringComparer.Ordinal);

    public static IEnumerable<string> All =>
        [.. Binary.Keys, .. Unary.Keys, "Value", "Var", ".", "has", "like", "is", "if-then-else", "Set", "Record", .. ExtensionCatalog.Constructors, .. ExtensionCatalog.Methods];

    public static string Of(UnaryOperator op) => op switch
    {
        UnaryOperator.Not => "!",
        UnaryOperator.Negate => "neg",
        _ => "isEmpty",
    };
}
