using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Concordat.Ledger.Entries;

/// <summary>Checks the form of one entry after another: canonical JSON (RFC 8785) of the published schema. For one thread.</summary>
internal sealed class EntryForm(EntrySchema schema)
{
    private const int MaxDepth = 8;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private readonly int _type = schema.Entry.Find("type"u8, 0);
    private readonly int _id = schema.Entry.Find("id"u8, 0);
    private readonly int _time = schema.Entry.Find("time"u8, 0);
    private readonly int _decision = schema.Entry.Find("decision"u8, 0);
    private readonly int _verdict = schema.Entry.Find("verdict"u8, 0);
    private readonly int _reason = schema.Entry.Find("reason"u8, 0);
    private readonly int _signer = schema.Entry.Find("signer"u8, 0);
    private readonly int _approverKey = schema.Entry.Find("approver_key"u8, 0);
    private readonly int _error = schema.Entry.Find("error"u8, 0);

    private EntryNote _note;
    private int _kind;
    private long _length; // of what was read, written canonically

    /// <summary>Says what is wrong with the entry's form, or null.</summary>
    public string? Fault(ReadOnlySpan<byte> entry, out EntryNote note)
    {
        (_note, _kind, _length) = (new EntryNote(EntryKind.Other, 0, 0, -1, Permits: false, Starts: false, 0, Errs: false), -1, 0);
        var reader = new Utf8JsonReader(entry, Options);
        string? fault;
        try
        {
            reader.Read();
            fault = reader.TokenType == JsonTokenType.StartObject ? Object(ref reader, schema.Entry, isEntry: true) : "it is not a JSON object";
            if (fault is null && (reader.Read() || _length != entry.Length))
            {
                fault = "it is not in canonical form";
            }
        }
        catch (JsonException)
        {
            fault = "it is not JSON";
        }

        note = _note;
        return fault;
    }

    private string? Object(ref Utf8JsonReader reader, ObjectRule rule, bool isEntry)
    {
        ReadOnlySpan<byte> last = default;
        var (next, found, count) = (0, 0UL, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            if (count++ > 0 && name.SequenceCompareTo(last) <= 0)
            {
                return $"`{Text(name)}` is not in its place: members stand in ascending order, each once";
            }

            last = name;
            _length += name.Length + 3 + (count > 1 ? 1 : 0);
            var slot = rule.Find(name, next);
            if (slot < 0 && rule.IsClosed)
            {
                return $"it has a member `{Text(name)}`, which the schema does not know";
            }

            reader.Read();
            if (slot >= 0)
            {
                (next, found) = (slot + 1, found | (1UL << slot));
                if (rule.Rules[slot].Fault(ref reader) is { } wrong || (isEntry && Take(slot, ref reader) is { } strange && (wrong = strange) is not null))
                {
                    return $"`{Text(name)}` {wrong}";
                }
            }

            if (Value(ref reader, slot < 0 ? null : rule.Rules[slot]) is { } inner)
            {
                return inner;
            }
        }

        _length += 2;
        var missing = (isEntry && _kind >= 0 ? schema.RequiredOfKind[_kind] : rule.Required) & ~found;
        return missing == 0 ? null : $"`{rule.NameOf(missing)}` is missing";
    }

    private string? Value(ref Utf8JsonReader reader, ValueRule? rule)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Object(ref reader, rule?.Members ?? OpenObject, isEntry: false);
            case JsonTokenType.StartArray:
                return Array(ref reader, rule);
            case JsonTokenType.String:
                _length += reader.ValueSpan.Length + 2;
                return null;
            default:
                _length += reader.ValueSpan.Length;
                return null;
        }
    }

    private static ObjectRule OpenObject { get; } = new([], [], 0, IsClosed: false);

    private string? Array(ref Utf8JsonReader reader, ValueRule? rule)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count++ > 0)
            {
                _length++;
            }

            if (rule is not null && count > rule.MaxItems)
            {
                return string.Create(CultureInfo.InvariantCulture, $"a list has more than {rule.MaxItems} items");
            }

            if (rule?.Items?.Fault(ref reader) is { } wrong)
            {
                return "an item of a list " + wrong;
            }

            if (Value(ref reader, rule?.Items) is { } inner)
            {
                return inner;
            }
        }

        _length += 2;
        return null;
    }

    /// <summary>Keeps what other entries depend on; says what is wrong with it beyond its form, or null.</summary>
    private string? Take(int slot, ref Utf8JsonReader reader)
    {
        var value = reader.ValueSpan;
        if (slot == _time)
        {
            var isTime = EntryTime.TryParse(value, out var time);
            _note = _note with { Time = time };
            return isTime ? null : "is not a time";
        }

        if (slot == _type)
        {
            _kind = schema.Entry.Rules[slot].IndexOf(value);
            _note = _note with { Kind = schema.Kinds[_kind] };
        }
        else if (slot == _id)
        {
            _note = _note with { Exchange = UInt128.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) ? id : 0 };
        }
        else if (slot == _decision)
        {
            _note = _note with { Decision = Utf8Parser.TryParse(value, out long decision, out var used) && used == value.Length ? decision : -1 };
        }
        else if (slot == _verdict)
        {
            _note = _note with { Permits = value.SequenceEqual("permit"u8) };
        }
        else if (slot == _reason)
        {
            _note = _note with { Starts = value.SequenceEqual("start"u8) };
        }
        else if (slot == _signer || slot == _approverKey)
        {
            // The schema says that it is 64 hexadecimal digits; no two keys share the first half of theirs.
            _note = _note with { Signer = UInt128.TryParse(value[..Math.Min(value.Length, 32)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var signer) ? signer : 0 };
        }
        else if (slot == _error)
        {
            _note = _note with { Errs = true };
        }

        return null;
    }

    private static string Text(ReadOnlySpan<byte> name)
    {
        const int most = 40;
        var text = Encoding.UTF8.GetString(name[..Math.Min(name.Length, most)]);
        return string.Concat(text.Where(static c => !char.IsControl(c)));
    }
}
