using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Budgets;
using Concordat.Oversight.Costs;

namespace Concordat.Gateway.Costs;

/// <summary>Reads what an answer used out of the entry of its outcome; what it does not need is skipped unread.</summary>
internal ref struct RecordedUsage
{
    private DateOnly? _day;
    private string _useCase = "";
    private string _key = "";
    private bool _isOutcome;
    private UsageDay? _answer;
    private UsageDay? _judge;

    public RecordedUsage()
    {
    }

    /// <summary>Adds what the answer used, and what a judge used; entries of the library's own users need not be of this form.</summary>
    public static void Read(ReadOnlySpan<byte> entry, List<UsageDay> used)
    {
        if (entry.IndexOf("\"usage\":{"u8) < 0)
        {
            return;
        }

        try
        {
            var usage = new RecordedUsage();
            var json = new Utf8JsonReader(entry);
            usage.ReadEntry(ref json);
            usage.Add(used);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // of another form
        }
    }

    private readonly void Add(List<UsageDay> used)
    {
        if (_day is not { } day)
        {
            return;
        }

        if (_isOutcome && _answer is { } answer)
        {
            used.Add(answer with { Day = day, UseCase = _useCase, Key = _key });
        }

        if (_judge is { } judge)
        {
            used.Add(judge with { Day = day, UseCase = _useCase, Key = _key });
        }
    }

    private void ReadEntry(ref Utf8JsonReader json)
    {
        var (model, deployment) = ("", "");
        Open(ref json);
        while (Next(ref json))
        {
            if (Is(ref json, "facts"u8))
            {
                ReadFacts(ref json);
            }
            else if (Is(ref json, "time"u8))
            {
                _day = json.TryGetDateTimeOffset(out var time) ? DateOnly.FromDateTime(time.UtcDateTime) : null;
            }
            else if (Is(ref json, "type"u8))
            {
                _isOutcome = json.ValueTextEquals("outcome"u8);
            }
            else if (!Take(ref json, "use_case"u8, ref _useCase) && !Take(ref json, "key"u8, ref _key) && !Take(ref json, "model"u8, ref model)
                && !Take(ref json, "deployment"u8, ref deployment))
            {
                Skip(ref json);
            }
        }

        _answer = _answer is null ? null : _answer with { Model = model, Deployment = deployment };
    }

    private void ReadFacts(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (Next(ref json))
        {
            if (Is(ref json, "usage"u8))
            {
                _answer = ReadUsage(ref json);
            }
            else if (Is(ref json, "judge"u8))
            {
                ReadJudge(ref json);
            }
            else
            {
                Skip(ref json);
            }
        }
    }

    private void ReadJudge(ref Utf8JsonReader json)
    {
        var (model, deployment) = ("", "");
        Open(ref json);
        while (Next(ref json))
        {
            if (Is(ref json, "usage"u8))
            {
                _judge = ReadUsage(ref json);
            }
            else if (!Take(ref json, "model"u8, ref model) && !Take(ref json, "deployment"u8, ref deployment))
            {
                Skip(ref json);
            }
        }

        _judge = _judge is null ? null : _judge with { Model = model, Deployment = deployment };
    }

    private static UsageDay ReadUsage(ref Utf8JsonReader json)
    {
        var (vendor, currency, cost, basis) = ("", "", "", "");
        var (input, output) = (-1L, -1L);
        Open(ref json);
        while (Next(ref json))
        {
            if (Is(ref json, "input"u8))
            {
                input = json.GetInt64();
            }
            else if (Is(ref json, "output"u8))
            {
                output = json.GetInt64();
            }
            else if (!Take(ref json, "vendor"u8, ref vendor) && !Take(ref json, "currency"u8, ref currency) && !Take(ref json, "cost"u8, ref cost)
                && !Take(ref json, "basis"u8, ref basis))
            {
                Skip(ref json);
            }
        }

        if (input < 0 || output < 0 || basis.Length == 0)
        {
            throw new FormatException("a usage says its basis, what was read and what was written");
        }

        var amount = decimal.TryParse(cost, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact) ? exact : 0;
        return new UsageDay(default, "", "", "", "", vendor, currency, 1, basis == "estimate" ? 1 : 0, input, output, BudgetAmounts.Billionths(amount));
    }

    /// <summary>Whether the member that the reader stands on has this name; then it stands on the value.</summary>
    private static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> name) =>
        json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals(name) && json.Read();

    /// <summary>Reads a member of this name, where it is a string.</summary>
    private static bool Take(ref Utf8JsonReader json, ReadOnlySpan<byte> name, ref string value)
    {
        if (!Is(ref json, name))
        {
            return false;
        }

        value = json.TokenType == JsonTokenType.String ? json.GetString()! : "";
        json.Skip();
        return true;
    }

    private static bool Next(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    private static void Skip(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    private static void Open(ref Utf8JsonReader json)
    {
        if ((json.TokenType == JsonTokenType.None && !json.Read()) || json.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("an object is expected");
        }
    }
}
