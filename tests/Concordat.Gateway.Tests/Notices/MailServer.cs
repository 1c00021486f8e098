using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Concordat.Gateway.Tests.Notices;

/// <summary>A mail server of a few lines, as good or bad as a test wants it.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<string, string?> _answer;
    private readonly Task _serving;

    /// <param name="answer">What it answers to a line of a client; null for nothing at all.</param>
    public MailServer(Func<string, string?>? answer = null)
    {
        _answer = answer ?? Polite;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<string> Messages { get; } = new();

    public static string? Polite(string line) => line switch
    {
        "(connected)" => "220 test",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 ok",
    };

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _listener.Stop();
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { AutoFlush = true, NewLine = "\r\n" };
        var line = "(connected)";
        while (line is not null)
        {
            if (_answer(line) is { } answer)
            {
                await writer.WriteLineAsync(answer.AsMemory(), _stopping.Token);
            }

            if (line is "DATA")
            {
                List<string> text = [];
                while (await reader.ReadLineAsync(_stopping.Token) is { } next && next is not ".")
                {
                    text.Add(next);
                }

                Messages.Enqueue(string.Join('\n', text));
                await writer.WriteLineAsync("250 taken".AsMemory(), _stopping.Token);
            }

            line = await reader.ReadLineAsync(_stopping.Token);
        }
    }
}
