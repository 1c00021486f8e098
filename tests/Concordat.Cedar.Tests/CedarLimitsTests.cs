using System.Globalization;

namespace Concordat.Cedar.Tests;

/// <summary>Each limit: what is just below it and at it is read, what is just above it is refused with its code.</summary>
public sealed class CedarLimitsTests
{
    private const string Head = "permit(principal, action, resource) when { ";
    private const string Tail = " };";

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, "text-too-long")]
    public void Length_of_text(int over, string? code)
    {
        var text = "permit(principal, action, resource);".PadRight(CedarLimits.TextLength + over);
        Assert.Equal(code, Policies(text));
        Assert.Equal(code, Schema("entity A;".PadRight(CedarLimits.TextLength + over)));
        Assert.Equal(code, Json(() => EntityStore.Parse("[]".PadRight(CedarLimits.TextLength + over))));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, "nested-too-deep")]
    public void Nesting(int over, string? code)
    {
        // The condition is one level by itself.
        var depth = CedarLimits.Nesting - 1 + over;
        Assert.Equal(code, Policies(Head + Repeat("(", depth) + "true" + Repeat(")", depth) + Tail));
        depth = CedarLimits.Nesting + over;
        Assert.Equal(code, Schema("type T = " + Repeat("Set<", depth) + "Long" + Repeat(">", depth) + ";"));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, "expression-too-deep")]
    public void Depth_of_an_expression(int over, string? code) =>
        Assert.Equal(code, Policies(Head + Repeat("1 + ", CedarLimits.ExpressionDepth - 2 + over) + "1 == 1" + Tail));

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, "expression-too-large")]
    public void Size_of_an_expression(int over, string? code)
    {
        // The set itself and the call of isEmpty are a part each; the elements of two sets keep below the limit of one.
        var half = CedarLimits.ExpressionSize / 2;
        var rest = CedarLimits.ExpressionSize - half - 3 + over;
        Assert.Equal(code, Policies($"{Head}[{Repeat("1,", half)}].containsAll([{Repeat("1,", rest)}]){Tail}"));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, "too-many-elements")]
    public void Elements_of_a_set(int over, string? code)
    {
        Assert.Equal(code, Policies($"{Head}[{Repeat("1,", CedarLimits.SetSize + over)}].isEmpty(){Tail}"));
        Assert.Equal(code is null ? null : "invalid-value", Json(() => CedarRecord.Parse($"{{\"a\":[{Repeat("1,", CedarLimits.SetSize + over - 1)}1]}}")));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, "too-many-attributes")]
    public void Attributes_of_a_record(int over, string? code)
    {
        var count = CedarLimits.RecordSize + over;
        Assert.Equal(code, Policies($"{Head}{{{Fields(count, "a{0}: 1")}}} == {{}}{Tail}"));
        Assert.Equal(code, Schema($"type T = {{{Fields(count, "a{0}: Long")}}};"));
        var json = code is null ? null : "invalid-value";
        Assert.Equal(json, Json(() => CedarRecord.Parse($"{{{Fields(count, "\"a{0}\":1")}}}")));
        Assert.Equal(json, Json(() => EntityStore.Parse($"[{{\"uid\":{{\"type\":\"T\",\"id\":\"\"}},\"attrs\":{{}},\"parents\":[],\"tags\":{{{Fields(count, "\"a{0}\":1")}}}}}]")));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, "pattern-too-long")]
    public void Length_of_a_pattern(int over, string? code) =>
        Assert.Equal(code, Policies($"{Head}context.s like \"{Repeat("a*", (CedarLimits.PatternLength / 2) - 1)}{Repeat("b", 2 + over)}\"{Tail}"));

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, "too-many-policies")]
    public void Policies_of_a_text(int over, string? code) =>
        Assert.Equal(code, Policies(Repeat("permit(principal,action,resource);", CedarLimits.Policies + over)));

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, "type-too-large")]
    public void Size_of_a_type_with_common_types_written_out(int over, string? code)
    {
        // T has 1001 parts; U holds it 99 times, itself, and what is over.
        var single = CedarLimits.TypeSize - 1 - (99 * 1001) + over;
        Assert.Equal(code, Schema($"type T = {{{Fields(1000, "a{0}: Long")}}}; type U = {{{Fields(99, "t{0}: T")}, {Fields(single, "l{0}: Long")}}};"));
    }

    [Fact]
    public void A_type_that_doubles_with_each_line_is_refused_at_once()
    {
        var doubling = string.Concat(Enumerable.Range(1, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"type T{i} = {{ a: T{i - 1}, b: T{i - 1} }};")));
        Assert.Equal("type-too-large", Schema("type T0 = Long;" + doubling));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(1, "invalid-json")]
    public void Depth_of_json(int over, string? code)
    {
        var depth = CedarLimits.JsonDepth - 1 + over;
        Assert.Equal(code, Json(() => CedarRecord.Parse("{\"a\":" + Repeat("[", depth) + Repeat("]", depth) + "}")));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Entities_of_a_store(int over, bool refused)
    {
        var entities = Enumerable.Range(0, CedarLimits.Entities + over).Select(i => new Entity(new EntityUid("T", i.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(refused, Record.Exception(() => EntityStore.Of(entities)) is ArgumentException);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Pairs_of_entity_and_ancestor(int over, bool refused)
    {
        // 2000 entities below the same 2000 are the limit; one of them has one more or less.
        const int Side = 2000;
        Assert.Equal(CedarLimits.Ancestors, Side * Side);
        var all = Enumerable.Range(0, Side + 1).Select(i => new EntityUid("H", i.ToString(CultureInfo.InvariantCulture))).ToArray();
        var entities = Enumerable.Range(0, Side).Select(i =>
            new Entity(new EntityUid("L", i.ToString(CultureInfo.InvariantCulture)), null, all.AsSpan(0, i == 0 ? Side + over : Side)));
        Assert.Equal(refused, Record.Exception(() => EntityStore.Of(entities)) is ArgumentException);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Combinations_that_a_policy_is_validated_for(int over, bool refused)
    {
        var side = 256;
        var names = string.Join(", ", Enumerable.Range(0, side).Select(i => string.Create(CultureInfo.InvariantCulture, $"E{i}")));
        var few = over < 0 ? names[..names.LastIndexOf(',')] : names;
        var more = over > 0 ? "action b appliesTo { principal: E0, resource: E0 };" : "";
        var schema = CedarSchema.Parse($"entity {names}; action a appliesTo {{ principal: [{names}], resource: [{few}] }}; {more}");
        Assert.Equal(refused, Validator.Validate(PolicySet.Parse("permit(principal, action, resource);"), schema).Any(finding => finding.Code == "too-many-environments"));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Parts_of_a_policy_times_combinations(int over, bool refused)
    {
        // 200 combinations; the policy counts one part more than its condition, the condition two more than its elements.
        var size = (int)(CedarLimits.ValidationWork / 200) + over;
        var names = string.Join(", ", Enumerable.Range(0, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $"E{i}")));
        var some = string.Join(", ", Enumerable.Range(0, 10).Select(i => string.Create(CultureInfo.InvariantCulture, $"E{i}")));
        var schema = CedarSchema.Parse($"entity {names}; action a appliesTo {{ principal: [{names}], resource: [{some}] }};");
        var elements = size - 5;
        var half = elements / 2;
        var policy = $"{Head}false && [{Repeat("1,", half)}].containsAll([{Repeat("1,", elements - half - 1)}]){Tail}";
        var read = PolicySet.Parse(policy);
        Assert.Equal(size, read.Policies[0].Conditions[0].Body.Size + 1);
        Assert.Equal(refused, Validator.Validate(read, schema).Any(finding => finding.Code == "too-many-environments"));
    }

    private static string? Policies(string text) => PolicySet.TryParse(text, null, out _, out var found) ? null : found[0].Code;

    private static string? Schema(string text) => CedarSchema.TryParse(text, null, out _, out var found) ? null : found[0].Code;

    private static string? Json(Action read) => (Record.Exception(read) as CedarParseException)?.Diagnostics[0].Code;

    private static string Repeat(string part, int times) => string.Concat(Enumerable.Repeat(part, times));

    private static string Fields(int count, string form) =>
        string.Join(", ", Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, form.Replace("{{", "{", StringComparison.Ordinal), i)));
}
