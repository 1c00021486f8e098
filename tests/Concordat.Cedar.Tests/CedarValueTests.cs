using System.Collections.Frozen;
using FsCheck;
using FsCheck.Fluent;

namespace Concordat.Cedar.Tests;

public sealed class CedarValueTests
{
    [Fact]
    public void A_value_takes_sixteen_bytes() => Assert.Equal(16, System.Runtime.CompilerServices.Unsafe.SizeOf<CedarValue>());

    [Fact]
    public void Any_text_survives_quoting_and_parsing() => Prop.ForAll<NonNull<string>>(text =>
    {
        var clean = Clean(text.Get);
        var policy = PolicySet.Parse($"permit(principal == T::{new EntityUid("T", clean).ToString()[3..]}, action, resource);").Policies[0];
        return string.Equals(policy.Principal.Entities[0].Value.AsEntity.Id, clean, StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_pattern_without_wildcard_matches_only_its_text() => Prop.ForAll<NonNull<string>, NonNull<string>>((a, b) =>
    {
        var (text, other) = (Clean(a.Get), Clean(b.Get));
        return Like(text, text) && Like(text, other) == string.Equals(text, other, StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_wildcard_matches_what_stands_between_prefix_and_suffix() => Prop.ForAll<NonNull<string>, NonNull<string>, NonNull<string>>((a, b, c) =>
    {
        var (prefix, middle, suffix) = (Clean(a.Get), Clean(b.Get), Clean(c.Get));
        return new Syntax.CedarPattern(prefix + suffix, [prefix.Length]).Matches(prefix + middle + suffix);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sets_are_equal_whatever_their_order_doubles_and_representation() => Prop.ForAll<string[]>(texts =>
    {
        var clean = texts.Select(text => text ?? "").ToArray();
        var frozen = CedarSet.OfStrings(clean.ToFrozenSet(StringComparer.Ordinal));
        var reversed = CedarSet.OfStrings(clean.Concat(clean).Reverse());
        return frozen.Equals(reversed) && reversed.Equals(frozen) && frozen.GetHashCode() == reversed.GetHashCode()
            && frozen.ContainsAll(reversed) && reversed.ContainsAll(frozen) && frozen.ContainsAny(reversed) == (clean.Length > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Arithmetic_errs_exactly_when_the_result_does_not_fit() => Prop.ForAll<long, long>((a, b) =>
    {
        foreach (var (op, exact) in new (string, Int128)[] { ("+", (Int128)a + b), ("-", (Int128)a - b), ("*", (Int128)a * b) })
        {
            var fits = exact >= long.MinValue && exact <= long.MaxValue;
            var outcome = Evaluate($"({a}) {op} ({b}) == ({(fits ? (long)exact : 0)})");
            if (fits ? !outcome.IsSatisfied : !outcome.IsError)
            {
                return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Records_are_equal_whatever_the_order_of_their_attributes()
    {
        var one = new CedarRecord(new RecordShape("a", "b"), [CedarValue.FromLong(1), CedarValue.FromBool(true)]);
        var other = new CedarRecord(new RecordShape("b", "gone", "a"), [CedarValue.FromBool(true), default, CedarValue.FromLong(1)]);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Theory]
    [InlineData("0000-01-01", -62167219200000)]
    [InlineData("0000-12-31", -62135683200000)]
    [InlineData("0001-01-01", -62135596800000)]
    [InlineData("1970-01-01", 0)]
    [InlineData("9999-12-31T23:59:59.999Z", 253402300799999)]
    [InlineData("2016-12-01T00:00:00-0230", 1480559400000)]
    public void Datetimes_are_read(string text, long expected)
    {
        Assert.True(Extensions.CedarDatetime.TryParse(text, out var milliseconds));
        Assert.Equal(expected, milliseconds);
    }

    [Theory]
    [InlineData("2016-02-30")]
    [InlineData("2016-1-1")]
    [InlineData("2016-01-01T00:00:60Z")]
    [InlineData("2016-01-01T24:00:00Z")]
    [InlineData("2016-01-01T00:00:00")]
    [InlineData("2016-01-01T00:00:00+2400")]
    [InlineData("2016-01-01T00:00:00.1Z")]
    [InlineData("２016-01-01")]
    [InlineData("")]
    public void Faulty_datetimes_are_refused(string text) => Assert.False(Extensions.CedarDatetime.TryParse(text, out _));

    private static PolicyOutcome Evaluate(string condition)
    {
        var policies = CompiledPolicySet.Compile(PolicySet.Parse($"permit(principal, action, resource) when {{ {condition} }};"));
        var outcomes = new PolicyOutcome[1];
        var uid = new EntityUid("T", "x");
        policies.EvaluateAll(new CedarRequest(uid, uid, uid, CedarRecord.Empty), outcomes);
        return outcomes[0];
    }

    private static bool Like(string text, string pattern) => new Syntax.CedarPattern(pattern, []).Matches(text);

    private static string Clean(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
