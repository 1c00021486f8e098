using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Concordat.Commands;

/// <summary><c>report</c>: says that a refusal or a hold was a false positive.</summary>
internal sealed class ReportCommand : Command
{
    private const string KeyVariable = "CONCORDAT_KEY";

    private readonly CommandServices _services;
    private readonly Argument<long> _entry = new("ENTRY") { Description = "Index of the verdict, as the answer had it in `Concordat-Entry`." };
    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Whether what was found is not in the text (misread), or is there and should be permitted.",
        HelpName = "misread|permitted|unclear",
        DefaultValueFactory = _ => "unclear",
    };

    private readonly Option<string> _url = new("--url")
    {
        Description = $"Where the gateway is. The API key of the request is read from the variable {KeyVariable}.",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8787",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public ReportCommand(CommandServices services)
        : base("report", "Report a refusal or a hold of your own request as a false positive. No content is sent; a reviewer looks at what was recorded.")
    {
        _services = services;
        _reason.AcceptOnlyFromAmong("misread", "permitted", "unclear");
        Add(_entry);
        Add(_reason);
        Add(_url);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (_services.Environment(KeyVariable) is not { Length: > 0 } key)
        {
            throw new CommandException($"concordat: put the API key of the request into the variable {KeyVariable}");
        }

        using var http = new DeskHttpClient(DeskHttpClient.AddressOf(arguments.GetValue(_url)!), key);
        var path = string.Create(CultureInfo.InvariantCulture, $"/v1/decisions/{arguments.GetValue(_entry)}/reports");
        using var answer = await http.PostAsync(path, Encoding.UTF8.GetBytes($$"""{"reason":"{{arguments.GetValue(_reason)}}"}"""), cancellationToken);
        await _services.Output.WriteLineAsync(arguments.GetValue(_json)
            ? answer.RootElement.GetRawText()
            : answer.RootElement.GetProperty("state").GetString() switch
            {
                "open" => "reported: it waits for a reviewer",
                "upheld" => "reported before: a reviewer found it a false positive",
                _ => "reported before: a reviewer found it rightly decided",
            });
        return ExitCode.Done;
    }
}
