using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>preflight certify</c>: a signed certificate of the verdicts on a suite.</summary>
internal sealed class PreflightCertifyCommand : Command
{
    private const string KeyVariable = "CONCORDAT_KEY";

    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("SUITE.jsonl")
    {
        Description = "One request a line: the body that would be sent, or an object with `name`, `operation`, `request` and, where they differ, `sources` and `label`.",
    };

    private readonly Option<string?> _suite = new("--suite") { Description = "Name of the suite; the file's when left out.", HelpName = "NAME" };
    private readonly Option<string> _operation = new("--operation")
    {
        Description = "What kind of request the lines are that do not say.",
        HelpName = "chat|responses|messages|embeddings",
        DefaultValueFactory = _ => "chat",
    };

    private readonly Option<string> _url = new("--url")
    {
        Description = $"Where the gateway is. The API key, which says whose suite it is, is read from the variable {KeyVariable}.",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8787",
    };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The signed certificate; the suite's name with `.certificate.dsse.json` when left out.", HelpName = "FILE" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public PreflightCertifyCommand(CommandServices services)
        : base("certify", "Have a suite of requests decided and its verdicts signed: no amendment turns them without the notice that the agreement gives.")
    {
        _services = services;
        _operation.AcceptOnlyFromAmong("chat", "responses", "messages", "embeddings");
        Add(_file);
        Add(_suite);
        Add(_operation);
        Add(_url);
        Add(_output);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (_services.Environment(KeyVariable) is not { Length: > 0 } key)
        {
            throw new CommandException($"concordat: put an API key of the use case into the variable {KeyVariable}");
        }

        var file = arguments.GetValue(_file)!;
        var suite = arguments.GetValue(_suite) ?? Path.GetFileNameWithoutExtension(file);
        using var http = new DeskHttpClient(DeskHttpClient.AddressOf(arguments.GetValue(_url)!), key);
        using var answer = await http.PostAsync("/v1/preflight/certificates", SuiteFile.Read(file, suite, arguments.GetValue(_operation)!), cancellationToken);
        var root = answer.RootElement;
        var output = arguments.GetValue(_output) ?? suite + ".certificate.dsse.json";
        await File.WriteAllTextAsync(output, root.GetProperty("certificate").GetRawText() + "\n", cancellationToken);
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(root.GetRawText());
            return ExitCode.Done;
        }

        var verdicts = string.Join(", ", root.GetProperty("verdicts").EnumerateObject().Select(each => $"{each.Value.GetInt32()} {each.Name}"));
        await _services.Output.WriteLineAsync($"certified: `{root.GetProperty("suite").GetString()}` of `{root.GetProperty("use_case").GetString()}` under agreement {root.GetProperty("agreement").GetString()}: {verdicts}");
        foreach (var changed in root.GetProperty("changed").EnumerateArray())
        {
            await _services.Output.WriteLineAsync($"  `{changed.GetProperty("case").GetString()}`: {changed.GetProperty("was").GetString()} before, now {changed.GetProperty("now").GetString()}");
        }

        await _services.Output.WriteLineAsync($"certificate {root.GetProperty("id").GetString()}, entry {root.GetProperty("entry").GetInt64()}: {output}");
        return ExitCode.Done;
    }
}
