using System.CommandLine;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Concordat.Equivalence;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>deployment equivalence</c>: whether a candidate does what the model in use does.</summary>
internal sealed class DeploymentEquivalenceCommand : Command
{
    private const string KeyVariable = "CONCORDAT_KEY";

    private readonly CommandServices _services;
    private readonly Argument<string[]> _files = new("FILE.jsonl")
    {
        Description = "Cases, one a line: a certified suite, and evaluation cases with `expect`.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _from = new("--from") { Description = "The model in use, by the name that applications ask for.", HelpName = "MODEL", Required = true };
    private readonly Option<string> _to = new("--to") { Description = "The candidate, by a name of its own.", HelpName = "MODEL", Required = true };
    private readonly Option<string> _operation = new("--operation") { Description = "What kind of request the lines are that do not say.", HelpName = "chat|responses|messages", DefaultValueFactory = _ => "chat" };
    private readonly Option<string> _url = new("--url")
    {
        Description = $"Where the gateway is. The API key of the use case is read from the variable {KeyVariable}.",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8787",
    };

    private readonly Option<string?> _key = new("--signing-key") { Description = "The private key to sign the report with: a PEM file, or `pkcs11:…` on a token.", HelpName = "FILE|URI" };
    private readonly PassphraseOptions _passphrase = new();
    private readonly Option<string> _output = new("--output", "-o") { Description = "The signed report.", HelpName = "FILE", DefaultValueFactory = _ => "equivalence.dsse.json" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public DeploymentEquivalenceCommand(CommandServices services)
        : base("equivalence", "Send cases to the model in use and to a candidate, through the gateway, and compare verdicts, tool calls, ends and evaluations. Ends with 1 where they differ.")
    {
        _services = services;
        _operation.AcceptOnlyFromAmong("chat", "responses", "messages");
        Add(_files);
        Add(_from);
        Add(_to);
        Add(_operation);
        Add(_url);
        Add(_key);
        _passphrase.AddTo(this);
        Add(_output);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (_services.Environment(KeyVariable) is not { Length: > 0 } apiKey)
        {
            throw new CommandException($"concordat: put an API key of the use case into the variable {KeyVariable}");
        }

        var files = arguments.GetValue(_files)!;
        var cases = files.SelectMany(file => EvaluationCase.Read(file, arguments.GetValue(_operation)!)).ToList();
        if (cases.Count == 0)
        {
            throw new CommandException($"concordat: `{files[0]}` has no cases");
        }

        var (from, to) = (arguments.GetValue(_from)!, arguments.GetValue(_to)!);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = DeskHttpClient.AddressOf(arguments.GetValue(_url)!.TrimEnd('/') + "/"), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        var run = new EquivalenceRun(http);
        var compared = new List<ComparedCase>(cases.Count);
        using (var progress = new ProgressLine(_services, "cases compared"))
        {
            foreach (var each in cases)
            {
                compared.Add(await run.CompareAsync(each, from, to, cancellationToken));
                progress.Report(compared.Count);
            }
        }

        var now = _services.Time.GetUtcNow();
        var report = new EquivalenceReport(
            EquivalenceReport.DocumentFormat, from, to, run.Agreement, HashOf(files), now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)),
            compared.TrueForAll(static each => each.Differences.Count == 0), compared);
        await TellAsync(report, arguments, cancellationToken);
        return report.Equivalent ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private async Task TellAsync(EquivalenceReport report, ParseResult arguments, CancellationToken cancellationToken)
    {
        var payload = report.Payload();
        var asJson = arguments.GetValue(_json);
        await _services.Output.WriteLineAsync(asJson ? System.Text.Encoding.UTF8.GetString(payload) : string.Join(Environment.NewLine, report.Lines()));
        if (arguments.GetValue(_key) is not { } reference)
        {
            return;
        }

        using var key = _passphrase.Load(reference, arguments, _services);
        await File.WriteAllBytesAsync(arguments.GetValue(_output)!, DsseEnvelope.Create(EquivalenceReport.PayloadType, payload).Sign(key).ToJson(), cancellationToken);
        if (!asJson)
        {
            await _services.Output.WriteLineAsync($"report {Convert.ToHexStringLower(SHA256.HashData(payload))[..12]}, signed with key {key.PublicKey.KeyId[..12]}: {arguments.GetValue(_output)}");
        }
    }

    private static string HashOf(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
