using System.Text.Json.Nodes;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Tests.Generation;

/// <summary>Random values in JSON, in their short and their long forms; now and then one that does not fit.</summary>
internal sealed class ValueGenerator(Random random, CedarSchema schema, int oddOneIn)
{
    public static readonly string[] Texts = ["", "a", "abc", "a*b", "x\"y\\", "\u00fc\U0001F600", "line\nbreak", "red"];
    public static readonly long[] Numbers = [0, 1, -1, 2, 7, 100, long.MaxValue, long.MinValue, long.MaxValue - 1];

    // The official engine gets its data through JavaScript, whose numbers hold 53 bits; larger ones stand in policies.
    private static readonly long[] JsonNumbers = [0, 1, -1, 2, 7, 100, 9007199254740991, -9007199254740991];

    public static readonly string[] Decimals = ["0.0", "1.5", "-2.25", "922337203685477.5807", "-922337203685477.5808", "1.50", "0.0001"];
    public static readonly string[] Ips = ["127.0.0.1", "10.0.0.0/8", "10.1.2.3", "::1", "ff00::/8", "2001:db8::1", "224.0.0.1", "0.0.0.0/0"];
    public static readonly string[] Datetimes = ["2024-02-29", "1970-01-01", "2026-11-22T10:30:00Z", "2026-11-22T10:30:00.125+0100", "0000-01-01", "9999-12-31T23:59:59Z"];
    public static readonly string[] Durations = ["0ms", "1d", "-2h30m", "1d2h3m4s5ms", "106751991167d", "-1ms"];
    private static readonly string[] Ids = ["a", "b", "c", "gone"];

    public JsonNode Of(CedarType type) => random.Next(oddOneIn) == 0 ? Odd() : type switch
    {
        BoolType => random.Next(2) == 0,
        LongType => Pick(JsonNumbers),
        StringType => Pick(Texts),
        SetType set => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Of(set.Element))]),
        RecordType record => Record(record),
        EntityType entity => random.Next(2) == 0 ? Uid(entity.Name) : new JsonObject { ["__entity"] = Uid(entity.Name) },
        ExtensionType extension => Extension(extension.Name),
        _ => throw new InvalidOperationException(),
    };

    public JsonObject Record(RecordType type)
    {
        var record = new JsonObject();
        foreach (var (name, attribute) in type.Attributes)
        {
            if ((attribute.IsRequired && random.Next(oddOneIn) != 0) || random.Next(2) == 0)
            {
                record[name] = Of(attribute.Type);
            }
        }

        if (random.Next(oddOneIn) == 0)
        {
            record["undeclared"] = 1;
        }

        return record;
    }

    public JsonObject Uid(string type) => new() { ["type"] = type, ["id"] = Id(type) };

    public string Id(string type) =>
        schema.EntityTypes.TryGetValue(type, out var declared) && declared.IsEnumerated && random.Next(oddOneIn) != 0
            ? Pick<string>(declared.Choices.ToArray())
            : Pick(Ids);

    public T Pick<T>(T[] from) => from[random.Next(from.Length)];

    public string ExtensionText(string type) => random.Next(oddOneIn) == 0 ? "nonsense" : type switch
    {
        "decimal" => Pick(Decimals),
        "ipaddr" => Pick(Ips),
        "datetime" => Pick(Datetimes),
        _ => Pick(Durations),
    };

    private JsonNode Extension(string type)
    {
        var (fn, text) = (type is "ipaddr" ? "ip" : type, ExtensionText(type));
        return random.Next(3) switch
        {
            0 => text,
            1 => new JsonObject { ["fn"] = fn, ["arg"] = text },
            _ => new JsonObject { ["__extn"] = new JsonObject { ["fn"] = fn, ["arg"] = text } },
        };
    }

    private JsonNode Odd() => random.Next(5) switch
    {
        0 => true,
        1 => 3,
        2 => "odd",
        3 => new JsonArray(1, 2),
        _ => new JsonObject { ["odd"] = 1 },
    };
}
