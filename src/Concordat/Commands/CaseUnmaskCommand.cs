using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Concordat.Oversight.Cases;

namespace Concordat.Commands;

/// <summary><c>case unmask</c>: asks whom placeholders of a masked answer stand for, or fetches what people granted.</summary>
internal sealed class CaseUnmaskCommand : Command
{
    private const string KeyVariable = "CONCORDAT_KEY";

    private readonly CommandServices _services;
    private readonly Argument<string> _about = new("ENTRY|CASE")
    {
        Description = "To ask: index of the masked answer, as it came in `Concordat-Entry`. To fetch what was granted: id of the case.",
    };

    private readonly Option<string[]> _placeholders = new("--placeholder") { Description = "A placeholder as the answer has it, such as `USPER 1 EMAIL`; may be repeated.", HelpName = "NAME" };
    private readonly Option<string> _need = new("--need") { Description = "What the identities are needed for; the people who decide read it.", HelpName = "TEXT" };
    private readonly Option<string> _authority = new("--authority") { Description = "What allows it: the law, directive or policy.", HelpName = "TEXT" };
    private readonly Option<string> _url = new("--url")
    {
        Description = $"Where the gateway is. The API key that got the answer is read from the variable {KeyVariable}.",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8787",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public CaseUnmaskCommand(CommandServices services)
        : base("unmask", "Ask whom placeholders of a masked answer of yours stand for, which opens a case; or fetch, once, what people granted.")
    {
        _services = services;
        Add(_about);
        Add(_placeholders);
        Add(_need);
        Add(_authority);
        Add(_url);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (_services.Environment(KeyVariable) is not { Length: > 0 } key)
        {
            throw new CommandException($"concordat: put the API key that got the answer into the variable {KeyVariable}");
        }

        var about = arguments.GetValue(_about)!;
        var isCase = CaseId.TryParse(about, out var id);
        long entry = 0;
        if (!isCase && !long.TryParse(about, NumberStyles.None, CultureInfo.InvariantCulture, out entry))
        {
            throw new CommandException($"concordat: `{about}` is neither the index of an entry nor the id of a case");
        }

        var (path, body) = isCase
            ? ($"/v1/cases/{id}/identities", "{}"u8.ToArray())
            : (string.Create(CultureInfo.InvariantCulture, $"/v1/decisions/{entry}/unmaskings"), BodyOf(arguments));
        using var http = new DeskHttpClient(DeskHttpClient.AddressOf(arguments.GetValue(_url)!), key);
        using var answer = await http.PostAsync(path, body, cancellationToken);
        await _services.Output.WriteLineAsync(arguments.GetValue(_json) ? answer.RootElement.GetRawText() : isCase ? Identities(answer.RootElement) : Asked(answer.RootElement));
        return ExitCode.Done;
    }

    private byte[] BodyOf(ParseResult arguments)
    {
        if (arguments.GetValue(_placeholders) is not { Length: > 0 } placeholders || arguments.GetValue(_need) is not { Length: > 0 } need || arguments.GetValue(_authority) is not { Length: > 0 } authority)
        {
            throw new CommandException("concordat: say which placeholders, with --placeholder, what for, with --need, and what allows it, with --authority");
        }

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("need", need);
            json.WriteString("authority", authority);
            json.WriteStartArray("placeholders");
            foreach (var placeholder in placeholders)
            {
                json.WriteStringValue(placeholder);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static string Asked(JsonElement answer) =>
        $"case: {answer.GetProperty("case").GetString()}\nstate: {answer.GetProperty("state").GetString()}\nneeds: {answer.GetProperty("needs").GetString()}\n"
        + $"expires: {Times.Short(answer.GetProperty("expires").GetDateTimeOffset())}\nonce granted: concordat case unmask {answer.GetProperty("case").GetString()}";

    private static string Identities(JsonElement answer)
    {
        var text = new StringBuilder();
        foreach (var each in answer.GetProperty("identities").EnumerateArray())
        {
            text.Append(each.GetProperty("placeholder").GetString()).Append(": ").Append(each.GetProperty("identifier").GetString()).Append('\n');
        }

        return text.Append("these were given once; the case is used up").ToString();
    }
}
