using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Concordat.EndToEnd.Tests.Kit;

/// <summary>The real program, serving as a process of its own; killed when it is disposed.</summary>
internal sealed partial class ConcordatProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _lastLine;
    private Task _drained = Task.CompletedTask;

    private ConcordatProcess(Process process, string lastLine) => (_process, _lastLine) = (process, lastLine);

    public string Url => Line("url");

    public string Key => Line("key");

    public string Console => Line("console");

    public string Ledger => Line("ledger");

    public string LogKey => Line("log-key");

    public int Id => _process.Id;

    /// <summary>Everything on standard output so far.</summary>
    public string Output => Locked(_output);

    public string[] OutputLines => Output.Split(Environment.NewLine);

    /// <summary>Everything on standard error so far: the log.</summary>
    public string Error => Locked(_error);

    public static Task<ConcordatProcess> DemoAsync(string data, CancellationToken cancellationToken) =>
        StartAsync("Ctrl+C ends it.", ["demo", "--port", "0", "--data", data], cancellationToken);

    /// <summary>The demo as on a machine with one core: one thread of the pool, and one that looks after all sockets.</summary>
    public static Task<ConcordatProcess> DemoOnOneCoreAsync(string data, CancellationToken cancellationToken) =>
        StartAsync("Ctrl+C ends it.", ["demo", "--port", "0", "--data", data], cancellationToken, ("DOTNET_PROCESSOR_COUNT", "1"));

    public static Task<ConcordatProcess> ServeAsync(string configuration, CancellationToken cancellationToken) =>
        StartAsync("log-key: ", ["serve", "--config", configuration], cancellationToken);

    /// <summary>SIGKILL: the process gets no moment to write anything more.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        await _drained;
    }

    /// <summary>SIGTERM, as a service manager sends it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        var sent = await CommandRun.OfAsync("bash", ["-c", $"kill -TERM {Id}"], cancellationToken);
        Assert.True(sent.Code == 0, sent.ToString());
        await _process.WaitForExitAsync(cancellationToken);
        await _drained;
        return _process.ExitCode;
    }

    /// <summary>Waits until the log says it; the log is written apart from what it tells.</summary>
    public Task LogsAsync(string text, CancellationToken cancellationToken) => Eventually.TrueAsync(
        $"the log says `{text}`", () => Task.FromResult(Error.Contains(text, StringComparison.Ordinal)), cancellationToken);

    public HttpClient NewClient(string? key = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key ?? Key);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _drained;
        _process.Dispose();
    }

    private static async Task<ConcordatProcess> StartAsync(
        string lastLine, string[] arguments, CancellationToken cancellationToken, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [BuiltProgram.Path, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var served = new ConcordatProcess(process, lastLine);
        served._drained = Task.WhenAll(served.DrainAsync(process.StandardOutput, served._output), served.DrainAsync(process.StandardError, served._error));
        try
        {
            await served._ready.Task.WaitAsync(StartLimit, cancellationToken);
            return served;
        }
        catch (Exception fault)
        {
            await served.DisposeAsync();
            throw new InvalidOperationException($"concordat {string.Join(' ', arguments)} did not start:\n{served.Output}\n{served.Error}", fault);
        }
    }

    private async Task DrainAsync(StreamReader reader, StringBuilder text)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (text)
            {
                text.AppendLine(line);
            }

            if (line.StartsWith(_lastLine, StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        }

        _ready.TrySetException(new InvalidOperationException("the process ended its output"));
    }

    private string Line(string name)
    {
        var match = PrintedLine().Matches(Output).FirstOrDefault(m => m.Groups["name"].Value == name);
        return match?.Groups["value"].Value ?? throw new InvalidOperationException($"no line `{name}:` was printed:\n{Output}");
    }

    private static string Locked(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [GeneratedRegex(@"^(?<name>url|key|console|ledger|log-key): (?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PrintedLine();
}
