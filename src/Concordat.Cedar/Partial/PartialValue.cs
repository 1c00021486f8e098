using System.Collections.Immutable;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Partial;

/// <summary>What is known about the value of an expression: the value, or its type, or the fields of a record; and whether it may err.</summary>
internal sealed record PartialValue
{
    /// <summary>An entity, of whatever type.</summary>
    public static readonly EntityType AnyEntity = new("");

    private static readonly ImmutableSortedSet<string> Nothing = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The value, where it is known.</summary>
    public CedarValue Known { get; init; }

    /// <summary>For a record that is known in part.</summary>
    public ImmutableDictionary<string, PartialValue>? Fields { get; init; }

    /// <summary>Type of an unknown value; null when it may be anything.</summary>
    public CedarType? Type { get; init; }

    /// <summary>Where the unknown stands in the request, when it is exactly that and not computed from it.</summary>
    public string? Path { get; init; }

    /// <summary>For a field: whether it may be absent.</summary>
    public bool MayBeAbsent { get; init; }

    /// <summary>Whether some value of the unknowns makes the evaluation err.</summary>
    public bool MayFail { get; init; }

    /// <summary>Whether it errs for certain.</summary>
    public bool MustFail { get; init; }

    /// <summary>The unknowns that it hangs on.</summary>
    public ImmutableSortedSet<string> DependsOn { get; init; } = Nothing;

    public bool IsKnown => !Known.IsNone;

    public bool CanBeTrue => !MustFail && (!Known.TryBool(out var value) || value);

    public bool CanBeFalse => !MustFail && (!Known.TryBool(out var value) || !value);

    /// <summary>Kind of the value where it does not err; null when that is not known.</summary>
    public CedarValueKind? Kind => IsKnown ? Known.Kind : Fields is not null ? CedarValueKind.Record : Type?.Kind;

    /// <summary>Type of the entity that it is; null when it may be of several.</summary>
    public string? EntityTypeName =>
        Known.Reference is EntityUid uid ? uid.Type : Type is EntityType { Name.Length: > 0 } type ? type.Name : null;

    public static PartialValue Of(CedarValue value) => new() { Known = value };

    public static PartialValue Of(bool value) => Of(CedarValue.FromBool(value));

    public static PartialValue Failure() => new() { MustFail = true, MayFail = true };

    /// <summary>Something in the request that is not known.</summary>
    public static PartialValue Unknown(CedarType? type, string path) => new() { Type = type, Path = path, DependsOn = Nothing.Add(path) };

    /// <summary>Something computed from values that are not all known.</summary>
    public static PartialValue Computed(CedarType? type, bool mayFail, params ReadOnlySpan<PartialValue> from) =>
        new PartialValue { Type = type, MayFail = mayFail }.After(from);

    /// <summary>This value, once the others have been evaluated without error.</summary>
    public PartialValue After(params ReadOnlySpan<PartialValue> others)
    {
        var (mayFail, dependsOn) = (MayFail, DependsOn);
        foreach (var other in others)
        {
            if (other.MustFail)
            {
                return other;
            }

            mayFail |= other.MayFail;
            if (!IsKnown || other.MayFail)
            {
                dependsOn = dependsOn.Union(other.DependsOn);
            }
        }

        return this with { MayFail = mayFail, DependsOn = dependsOn, Path = mayFail == MayFail && dependsOn == DependsOn ? Path : null };
    }

    /// <summary>What holds of either value, of which one is taken after the test.</summary>
    public static PartialValue Either(PartialValue test, PartialValue a, PartialValue b)
    {
        if (a.MustFail && b.MustFail)
        {
            return a;
        }

        var isSame = a.IsKnown && b.IsKnown && a.Known == b.Known;
        var known = isSame || b.MustFail ? a.Known : a.MustFail ? b.Known : default;
        var type = a.MustFail ? b.Type : b.MustFail ? a.Type : a.Type is not null && b.Type is not null && a.Type.Equals(b.Type) ? a.Type : Common(a, b);
        var all = test.DependsOn.Union(a.DependsOn).Union(b.DependsOn);
        var mayFail = test.MayFail || a.MayFail || b.MayFail;
        return new PartialValue { Known = known, Type = type, MayFail = mayFail, DependsOn = !known.IsNone && !mayFail ? Nothing : all };
    }

    private static CedarType? Common(PartialValue a, PartialValue b) => a.Kind == b.Kind ? a.Kind switch
    {
        CedarValueKind.Bool => CedarType.Bool,
        CedarValueKind.Long => CedarType.Long,
        CedarValueKind.String => CedarType.String,
        CedarValueKind.Entity => AnyEntity,
        CedarValueKind.Decimal => CedarType.Decimal,
        CedarValueKind.IpAddress => CedarType.IpAddress,
        CedarValueKind.Datetime => CedarType.Datetime,
        CedarValueKind.Duration => CedarType.Duration,
        _ => null,
    }
    : null;
}
