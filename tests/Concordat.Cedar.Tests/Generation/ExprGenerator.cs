using System.Globalization;
using Concordat.Cedar.Schema;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Tests.Generation;

/// <summary>Random expressions of a wanted type, for one combination of action, principal and resource.</summary>
internal sealed class ExprGenerator
{
    private static readonly string[] Methods = ["isIpv4", "isIpv6", "isLoopback", "isMulticast"];
    private static readonly string[] Orders = ["<", "<=", ">", ">="];
    private static readonly string[] DecimalOrders = ["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"];
    private static readonly string[] Units = ["toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"];
    private static readonly string[] Patterns = ["*", "a*", "*b*", "a\\*b", "", "*\\u{1F600}", "a", "**c"];

    private readonly Random _random;
    private readonly CedarSchema _schema;
    private readonly ValueGenerator _values;

    // What can be read, with the test that makes it safe where it may be absent.
    private readonly List<(string Path, CedarType Type, string? Guard)> _paths = [];

    public ExprGenerator(Random random, CedarSchema schema, ValueGenerator values, ActionDeclaration action, string principal, string resource)
    {
        (_random, _schema, _values) = (random, schema, values);
        Walk("principal", new EntityType(principal), null, 3);
        Walk("resource", new EntityType(resource), null, 3);
        Walk("context", action.Context, null, 3);
        _paths.Add(("action", new EntityType(action.Uid.Type), null));
    }

    public static string Uid(string type, string id) => new EntityUid(type, id).ToString();

    public string Bool(int depth)
    {
        if (depth <= 0)
        {
            return Leaf(CedarType.Bool);
        }

        switch (_random.Next(19))
        {
            case 0: return $"!({Bool(depth - 1)})";
            case 1: return $"({Bool(depth - 1)} || {Bool(depth - 1)})";
            case 2 or 3: return $"({Bool(depth - 1)} && {Bool(depth - 1)})";
            case 4 or 5:
                var type = AnyType();
                return $"({Of(type, depth - 1)} {(_random.Next(2) == 0 ? "==" : "!=")} {Of(Odd(type), depth - 1)})";
            case 6: return $"({Of(CedarType.Long, depth - 1)} {_values.Pick(Orders)} {Of(CedarType.Long, depth - 1)})";
            case 7:
                var time = _random.Next(2) == 0 ? CedarType.Datetime : CedarType.Duration;
                return $"({Of(time, depth - 1)} {_values.Pick(Orders)} {Of(time, depth - 1)})";
            case 8: return $"{Of(CedarType.Decimal, depth - 1)}.{_values.Pick(DecimalOrders)}({Of(CedarType.Decimal, depth - 1)})";
            case 9: return $"{Of(CedarType.IpAddress, depth - 1)}.{_values.Pick(Methods)}()";
            case 10: return $"{Of(CedarType.IpAddress, depth - 1)}.isInRange({Of(CedarType.IpAddress, depth - 1)})";
            case 11: return $"({Of(Entity(), depth - 1)} in {(_random.Next(2) == 0 ? Of(Entity(), depth - 1) : Of(new SetType(Entity()), depth - 1))})";
            case 12: return $"({Of(Entity(), depth - 1)} is {_values.Pick(_schema.EntityTypes.Keys.ToArray())})";
            case 13: return $"({Of(CedarType.String, depth - 1)} like \"{_values.Pick(Patterns)}\")";
            case 14: return SetTest(depth);
            case 15: return Tag(depth);
            case 16: return Has();
            case 17: return $"(if {Bool(depth - 1)} then {Bool(depth - 1)} else {Bool(depth - 1)})";
            default: return Guarded(depth);
        }
    }

    private string Of(CedarType type, int depth)
    {
        if (depth > 0 && _random.Next(8) == 0)
        {
            return $"(if {Bool(depth - 1)} then {Of(type, depth - 1)} else {Of(type, depth - 1)})";
        }

        if (depth > 0 && _random.Next(2) == 0)
        {
            switch (type)
            {
                case BoolType: return Bool(depth);
                case LongType when _random.Next(3) == 0: return $"{Of(CedarType.Duration, depth - 1)}.{_values.Pick(Units)}()";
                case LongType when _random.Next(4) == 0: return $"-({Of(type, depth - 1)})";
                case LongType: return $"({Of(type, depth - 1)} {_values.Pick((string[])["+", "-", "*"])} {Of(type, depth - 1)})";
                case ExtensionType { Name: "datetime" }:
                    return _random.Next(2) == 0 ? $"{Of(type, depth - 1)}.toDate()" : $"{Of(type, depth - 1)}.offset({Of(CedarType.Duration, depth - 1)})";
                case ExtensionType { Name: "duration" }:
                    return _random.Next(2) == 0 ? $"{Of(CedarType.Datetime, depth - 1)}.toTime()" : $"{Of(CedarType.Datetime, depth - 1)}.durationSince({Of(CedarType.Datetime, depth - 1)})";
                case SetType set: return "[" + string.Join(", ", Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Of(set.Element, depth - 1))) + "]";
                case RecordType record: return Record(record, depth);
            }
        }

        return Leaf(type);
    }

    private string Record(RecordType record, int depth) =>
        "{" + string.Join(", ", record.Attributes.Where(a => a.Value.IsRequired || _random.Next(2) == 0).Select(a => $"{Quote(a.Key)}: {Of(a.Value.Type, depth - 1)}")) + "}";

    private string Leaf(CedarType type)
    {
        var fitting = _paths.Where(path => path.Type.Equals(type) && (path.Guard is null || _random.Next(20) == 0)).ToArray();
        return fitting.Length > 0 && _random.Next(3) != 0 ? _values.Pick(fitting).Path : Literal(type);
    }

    private string Literal(CedarType type) => type switch
    {
        BoolType => _random.Next(2) == 0 ? "true" : "false",
        LongType => _values.Pick(ValueGenerator.Numbers).ToString(CultureInfo.InvariantCulture) is var n && n[0] == '-' ? $"({n})" : n,
        StringType => Quote(_values.Pick(ValueGenerator.Texts)),
        EntityType { IsAction: true } => _schema.Actions.Keys.ElementAt(_random.Next(_schema.Actions.Count)).ToString(),
        EntityType entity => Uid(entity.Name, _values.Id(entity.Name)),
        SetType set => _random.Next(8) == 0 ? "[]" : $"[{Literal(set.Element)}, {Literal(set.Element)}]",
        RecordType record => Record(record, 0),
        ExtensionType { Name: var name } => $"{(name is "ipaddr" ? "ip" : name)}({Quote(_values.ExtensionText(name))})",
        _ => throw new InvalidOperationException(),
    };

    private string SetTest(int depth)
    {
        var element = AnyType();
        var set = Of(new SetType(element), depth - 1);
        return _random.Next(4) switch
        {
            0 => $"{set}.isEmpty()",
            1 => $"{set}.contains({Of(Odd(element), depth - 1)})",
            2 => $"{set}.containsAll({Of(new SetType(Odd(element)), depth - 1)})",
            _ => $"{set}.containsAny({Of(new SetType(element), depth - 1)})",
        };
    }

    private string Tag(int depth)
    {
        var entity = Of(Entity(), depth - 1);
        var name = Of(CedarType.String, 0);
        return _random.Next(3) switch
        {
            0 => $"{entity}.hasTag({name})",
            1 => $"({entity}.hasTag({name}) && {entity}.getTag({name}) == {Leaf(AnyType())})",
            _ => $"({entity}.getTag({name}) == {Leaf(AnyType())})",
        };
    }

    private string Has()
    {
        var (path, type, guard) = _values.Pick(_paths.ToArray());
        var attributes = type switch { RecordType r => r.Attributes.Keys, EntityType e when _schema.EntityTypes.TryGetValue(e.Name, out var d) => d.Attributes.Attributes.Keys, _ => [] };
        var name = _random.Next(4) == 0 || !attributes.Any() ? "nothing" : _values.Pick(attributes.ToArray());
        var test = $"{path} has {Quote(name)}";
        return guard is null ? $"({test})" : $"({guard} && {test})";
    }

    private string Guarded(int depth)
    {
        var guarded = _paths.Where(path => path.Guard is not null).ToArray();
        if (guarded.Length == 0)
        {
            return Bool(depth - 1);
        }

        var (path, type, guard) = _values.Pick(guarded);
        return $"({guard} && {path} == {Of(type, depth - 1)})";
    }

    private CedarType AnyType() => _random.Next(3) == 0 ? CedarType.Long : _values.Pick(_paths.ToArray()).Type;

    /// <summary>Now and then another type than the one that fits.</summary>
    private CedarType Odd(CedarType type) => _random.Next(15) == 0 ? AnyType() : type;

    private EntityType Entity() => _values.Pick(_paths.Select(path => path.Type).OfType<EntityType>().ToArray());

    private void Walk(string path, CedarType type, string? guard, int depth)
    {
        _paths.Add((path, type, guard));
        var attributes = type switch
        {
            RecordType record => record.Attributes,
            EntityType entity when _schema.EntityTypes.TryGetValue(entity.Name, out var declared) => declared.Attributes.Attributes,
            _ => RecordType.Empty.Attributes,
        };
        foreach (var (name, attribute) in depth > 0 ? attributes : RecordType.Empty.Attributes)
        {
            var test = attribute.IsRequired ? guard : guard is null ? $"{path} has {Quote(name)}" : $"{guard} && {path} has {Quote(name)}";
            Walk($"{path}[{Quote(name)}]", attribute.Type, test, depth - 1);
        }
    }

    private static string Quote(string text) => Syntax.CedarText.Quote(text);
}
