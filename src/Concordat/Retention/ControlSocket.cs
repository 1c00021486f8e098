using System.Net.Sockets;
using System.Text.Json;

namespace Concordat.Retention;

/// <summary>Where a serving process takes acts of retention from commands on the same machine: a Unix socket in its data folder.</summary>
/// <remarks>
/// Who may write to the folder may use it; the folder is its owner's alone. One act a connection: the act as JSON until the writer ends,
/// then the answer as JSON. Acts are done one after another.
/// </remarks>
internal sealed partial class ControlSocket : IAsyncDisposable
{
    /// <summary>Longest act, in bytes.</summary>
    public const int MaxActBytes = 16 * 1024;

    private const int LongestPath = 107; // sockaddr_un
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RetentionDesk _desk;
    private readonly ILogger _logger;
    private readonly string _path;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    private ControlSocket(string path, Socket listener, RetentionDesk desk, ILogger logger)
    {
        (_path, _listener, _desk, _logger) = (path, listener, desk, logger);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Listens; null where the path of the folder is too long for a socket.</summary>
    public static ControlSocket? Open(string path, RetentionDesk desk, ILogger logger)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            LogTooLong(logger, path);
            return null;
        }

        File.Delete(path); // left by a process that was killed; the ledger's lock says that none is there
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            listener.Listen(8);
            return new ControlSocket(path, listener, desk, logger);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Has a serving process do an act; null where none serves.</summary>
    /// <exception cref="IOException">The process went away.</exception>
    public static async Task<RetentionAnswer?> AskAsync(string path, RetentionAct act, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            return null;
        }

        try
        {
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(act, RetentionJson.Plain.RetentionAct), cancellationToken);
            socket.Shutdown(SocketShutdown.Send);
            return await JsonSerializer.DeserializeAsync(stream, RetentionJson.Plain.RetentionAnswer, cancellationToken);
        }
        catch (Exception e) when (e is JsonException or SocketException)
        {
            throw new IOException("the gateway went away before it answered; whether it did the act stands in the ledger", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stopping.Dispose();
        File.Delete(_path);
    }

    private async Task LoopAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                using var connection = await _listener.AcceptAsync(_stopping.Token);
                await ServeAsync(connection);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && _stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The edge of this loop: one bad connection must not end it.
                LogFailed(_logger, e.GetType().Name);
            }
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        await using var stream = new NetworkStream(connection);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(Patience);
        var bytes = new byte[MaxActBytes + 1];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, patience.Token);
        if (length > MaxActBytes || JsonSerializer.Deserialize(bytes.AsSpan(0, length), RetentionJson.Plain.RetentionAct) is not { } act)
        {
            return;
        }

        var answer = await _desk.RunAsync(act, _stopping.Token);
        LogDone(_logger, act.Name, answer.Code, answer.Entry);
        await JsonSerializer.SerializeAsync(stream, answer, RetentionJson.Plain.RetentionAnswer, _stopping.Token);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the path {Path} is too long for a socket; while the gateway serves, acts of retention by command are not possible")]
    private static partial void LogTooLong(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "act of retention {Act} ended with {Code}, entry {Entry}")]
    private static partial void LogDone(ILogger logger, string act, int code, long? entry);

    [LoggerMessage(Level = LogLevel.Warning, Message = "an act of retention failed with {Fault}")]
    private static partial void LogFailed(ILogger logger, string fault);
}
