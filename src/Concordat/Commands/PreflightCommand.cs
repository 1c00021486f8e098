using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Concordat.Client;

namespace Concordat.Commands;

/// <summary><c>preflight</c>: the verdicts on a file of requests, without sending any of them to a model.</summary>
internal sealed class PreflightCommand : Command
{
    private const string KeyVariable = "CONCORDAT_KEY";

    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE.jsonl")
    {
        Description = "One request a line: the body that would be sent, or `{\"operation\": …, \"request\": …}`.",
    };

    private readonly Option<string> _url = new("--url")
    {
        Description = $"Where the gateway is. The API key is read from the variable {KeyVariable}.",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8787",
    };

    private readonly Option<string> _operation = new("--operation")
    {
        Description = "What kind of request the lines are that do not say.",
        HelpName = "chat|responses|messages|embeddings",
        DefaultValueFactory = _ => "chat",
    };

    private readonly Option<string[]> _sources = new("--source") { Description = "Id of a data source that the requests draw on. May be given again.", HelpName = "ID" };
    private readonly Option<string?> _label = new("--label") { Description = "Confidentiality label of the data.", HelpName = "LABEL" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public PreflightCommand(CommandServices services)
        : base("preflight", "Ask a running gateway for its verdict on each request of a file. Ends with 1 unless all are permitted.")
    {
        _services = services;
        _operation.AcceptOnlyFromAmong("chat", "responses", "messages", "embeddings");
        Add(new PreflightCertifyCommand(services));
        Add(new PreflightVerifyCommand(services));
        Add(new PreflightListCommand(services));
        Add(new PreflightShowCommand(services));
        Add(new PreflightReplayCommand(services));
        Add(new PreflightAnnounceCommand(services));
        Add(_file);
        Add(_url);
        Add(_operation);
        Add(_sources);
        Add(_label);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var http = Connect(arguments.GetValue(_url)!);
        var client = new PreflightClient(http);
        var declarations = new PreflightDeclarations(arguments.GetValue(_sources), arguments.GetValue(_label));
        var file = arguments.GetValue(_file)!;
        var reports = new List<PreflightReport>();
        var line = 0;
        await foreach (var text in File.ReadLinesAsync(file, cancellationToken))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var report = await AskAsync(client, declarations, Split(text, file, line, arguments.GetValue(_operation)!), file, line, cancellationToken);
            reports.Add(report);
            if (!arguments.GetValue(_json))
            {
                await _services.Output.WriteLineAsync(report.ToText(file));
            }
        }

        if (arguments.GetValue(_json))
        {
            IReadOnlyList<PreflightReport> list = reports;
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(list, CommandJson.Plain.IReadOnlyListPreflightReport));
        }

        return reports.TrueForAll(r => r.Verdict is "permit") ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private HttpClient Connect(string url)
    {
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new CommandException($"concordat: `--url {url}` must be a URL such as `http://127.0.0.1:8787`");
        }

        if (_services.Environment(KeyVariable) is not { Length: > 0 } key)
        {
            throw new CommandException($"concordat: put an API key into the variable {KeyVariable}; `concordat key create` makes one");
        }

        var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    private static async Task<PreflightReport> AskAsync(
        PreflightClient client, PreflightDeclarations declarations, (string Operation, byte[] Request) asked, string file, int line, CancellationToken cancellationToken)
    {
        try
        {
            return PreflightReport.Of(line, await client.PreflightAsync(asked.Operation, asked.Request, declarations, cancellationToken));
        }
        catch (PreflightException fault)
        {
            throw new CommandException($"{file}:{line}:1: {fault.Message}");
        }
    }

    /// <summary>A line is a request, or an object that names its operation and holds the request.</summary>
    private static (string Operation, byte[] Request) Split(string text, string file, int line, string operation)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("operation", out var named) && named.ValueKind == JsonValueKind.String
                && root.TryGetProperty("request", out var request))
            {
                return (named.GetString()!, Encoding.UTF8.GetBytes(request.GetRawText()));
            }
        }
        catch (JsonException fault)
        {
            throw new CommandException($"{file}:{line}:{(fault.BytePositionInLine ?? 0) + 1}: not valid JSON; each line must hold one whole request");
        }

        return (operation, Encoding.UTF8.GetBytes(text));
    }
}
