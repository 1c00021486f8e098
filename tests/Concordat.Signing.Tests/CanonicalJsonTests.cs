using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Signing.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Concordat.Signing.Tests;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("arrays")]
    [InlineData("french")]
    [InlineData("structures")]
    [InlineData("unicode")]
    [InlineData("values")]
    [InlineData("weird")]
    public void The_published_vectors_come_out_byte_for_byte(string name)
    {
        var vectors = Path.Combine(AppContext.BaseDirectory, "vectors", "jcs");
        var output = File.ReadAllBytes(Path.Combine(vectors, "output", name + ".json"));

        Assert.Equal(output, CanonicalJson.Canonicalize(File.ReadAllBytes(Path.Combine(vectors, "input", name + ".json"))));
        Assert.Equal(output, CanonicalJson.Canonicalize(output));
    }

    [Theory] // RFC 8785, appendix B
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void Numbers_are_written_as_ecmascript_writes_them(string bits, string expected)
    {
        var value = BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        Assert.Equal(expected, Format(value));
    }

    [Fact]
    public void Every_double_reads_back_as_itself() =>
        Prop.ForAll<ulong>(bits =>
        {
            var value = BitConverter.UInt64BitsToDouble(bits);
            return !double.IsFinite(value) || double.Parse(Format(value), CultureInfo.InvariantCulture) == value;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Fact]
    public void Every_string_survives_and_the_canonical_form_is_a_fixed_point() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((a, b) =>
        {
            var (first, second) = (WellFormed(a.Get), WellFormed(b.Get));
            var canonical = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { [first] = second }));
            var read = JsonSerializer.Deserialize<Dictionary<string, string>>(canonical)!;
            return string.Equals(read[first], second, StringComparison.Ordinal) && CanonicalJson.Canonicalize(canonical).AsSpan().SequenceEqual(canonical);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "json_duplicate_key")]
    [InlineData("""{"a":1,"\u0061":2}""", "json_duplicate_key")]
    [InlineData("""{"x":[{"b":1,"b":1}]}""", "json_duplicate_key")]
    [InlineData("""["\ud800"]""", "json_surrogate")]
    [InlineData("""["\udc00\ud800"]""", "json_surrogate")]
    [InlineData("""{"\ud800":1}""", "json_surrogate")]
    [InlineData("[9007199254740993]", "json_number")]
    [InlineData("[-9007199254740993]", "json_number")]
    [InlineData("[123456789012345678901234567890]", "json_number")]
    [InlineData("[1e400]", "json_number")]
    [InlineData("[01]", "json_syntax")]
    [InlineData("[NaN]", "json_syntax")]
    [InlineData("[1] ", null)]
    [InlineData("[1]x", "json_syntax")]
    [InlineData("[1][2]", "json_syntax")]
    [InlineData("[1,]", "json_syntax")]
    [InlineData("[1/*c*/]", "json_syntax")]
    [InlineData("""{"a":1""", "json_syntax")]
    [InlineData("", "json_syntax")]
    [InlineData("\ufeff[]", "json_syntax")]
    [InlineData("[9007199254740992,-9007199254740992]", null)]
    public void Text_that_could_mean_two_things_is_refused(string json, string? code)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        if (code is null)
        {
            Assert.NotEmpty(CanonicalJson.Canonicalize(bytes));
        }
        else
        {
            Assert.Equal(code, Assert.Throws<SigningFormatException>(() => CanonicalJson.Canonicalize(bytes)).Code);
        }
    }

    [Fact]
    public void Invalid_utf_8_is_refused_wherever_it_stands()
    {
        Assert.Equal("json_utf8", Assert.Throws<SigningFormatException>(() => CanonicalJson.Canonicalize([0x22, 0xff, 0x22])).Code);
        Assert.Equal("json_utf8", Assert.Throws<SigningFormatException>(() => CanonicalJson.Canonicalize([0x22, 0xed, 0xa0, 0x80, 0x22])).Code);
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        var deep = new string('[', 64) + new string(']', 64);

        Assert.Equal(deep, Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(deep))));
        Assert.Throws<SigningFormatException>(() => CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes("[" + deep + "]")));
    }

    private static string Format(double value)
    {
        Span<byte> buffer = stackalloc byte[EcmaScriptNumber.MaxLength];
        return Encoding.ASCII.GetString(buffer[..EcmaScriptNumber.Format(value, buffer)]);
    }

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
