using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Concordat.Ledger.Tests.Witnessing;

/// <summary>A running litewitness, a witness that nobody here wrote, with an ssh-agent that holds its key.</summary>
internal sealed partial class Litewitness : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("lw-").FullName; // short: the path of a socket has few bytes
    private readonly List<Process> _processes = [];

    private Litewitness()
    {
    }

    public string VerifierKey { get; private set; } = "";

    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Starts one that knows a log; skips the test where it is not to be had.</summary>
    public static async Task<Litewitness> StartAsync(string origin, string logKey)
    {
        var (code, output) = await RunAsync(Path.Combine(Root(), "eng", "install-litewitness"), []);
        Assert.SkipWhen(code == 3, "litewitness is not to be had here: " + output.Trim());
        Assert.True(code == 0, output);
        var programs = output.TrimEnd().Split('\n')[^1];
        var witness = new Litewitness();
        try
        {
            await witness.StartAsync(programs, origin, logKey);
            return witness;
        }
        catch
        {
            witness.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartAsync(string programs, string origin, string logKey)
    {
        string In(string name) => Path.Combine(_directory, name);
        await RequireAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", In("key")]);
        var fingerprint = (await RequireAsync("ssh-keygen", ["-lf", In("key.pub")])).Split(' ')[1];
        var agent = Start("ssh-agent", ["-D", "-a", In("agent")]);
        await ReadUntilAsync(agent.StandardOutput, AgentReady());
        await RequireAsync("ssh-add", ["-q", In("key")], ("SSH_AUTH_SOCK", In("agent")));

        var control = Path.Combine(programs, "witnessctl");
        await RequireAsync(control, ["add-log", "-db", In("db"), "-origin", origin]);
        await RequireAsync(control, ["add-key", "-db", In("db"), "-origin", origin, "-key", logKey]);
        var address = FreeAddress();
        var witness = Start(
            Path.Combine(programs, "litewitness"),
            ["-db", In("db"), "-name", "litewitness.example/w", "-ssh-agent", In("agent"), "-listen", address, "-key", fingerprint]);
        VerifierKey = (await ReadUntilAsync(witness.StandardError, VerifierKeyLine())).Groups["vkey"].Value;
        await ReadUntilAsync(witness.StandardError, ListeningLine());
        Url = new Uri("http://" + address);
        _ = witness.StandardError.ReadToEndAsync(TestLog.Token);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Concordat.slnx")))
        {
            folder = folder.Parent;
        }

        Assert.SkipWhen(folder is null, "litewitness is unpacked below the repository, and these tests run outside of it");
        return folder!.FullName;
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }

    private static ProcessStartInfo Info(string program, string[] arguments) =>
        new(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

    private static async Task<string> RequireAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var (code, output) = await RunAsync(program, arguments, environment);
        Assert.True(code == 0, $"{program}: {output}");
        return output;
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var info = Info(program, arguments);
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync(TestLog.Token);
        var output = await process.StandardOutput.ReadToEndAsync(TestLog.Token);
        await process.WaitForExitAsync(TestLog.Token);
        return (process.ExitCode, await error + output);
    }

    private static async Task<Match> ReadUntilAsync(StreamReader output, Regex line)
    {
        while (await output.ReadLineAsync(TestLog.Token) is { } text)
        {
            if (line.Match(text) is { Success: true } match)
            {
                return match;
            }
        }

        throw new InvalidOperationException($"the program ended before it wrote `{line}`");
    }

    private Process Start(string program, string[] arguments)
    {
        var process = Process.Start(Info(program, arguments))!;
        _processes.Add(process);
        return process;
    }

    [GeneratedRegex("SSH_AUTH_SOCK", RegexOptions.NonBacktracking)]
    private static partial Regex AgentReady();

    [GeneratedRegex(@"vkey=(?<vkey>\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex VerifierKeyLine();

    [GeneratedRegex(@"msg=listening", RegexOptions.NonBacktracking)]
    private static partial Regex ListeningLine();
}
