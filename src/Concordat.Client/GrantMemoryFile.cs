using System.Globalization;
using System.Text;
using Concordat.Ledger.Storage;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Client;

/// <summary>
/// Remembers in a file, over restarts: a line is appended and flushed to the disk before the act. Thread-safe. One process at a time: a second one
/// cannot open the same file.
/// </summary>
/// <remarks>
/// A line is a nonce and when its grant expires. What has expired is dropped now and then, by writing the file anew; the first line then says up to which
/// expiry. A last line without its end is of a process that ended before its act, and is cut off; anything else that cannot be read is refused.
/// </remarks>
public sealed class GrantMemoryFile : IGrantMemory, IDisposable
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    private const string ForgottenLine = "-";
    private const int LinesBetween = 4096; // before it is looked whether enough has expired

    private readonly Lock _lock = new();
    private readonly UsedGrants _used = new();
    private readonly string _path;
    private readonly FileStream _held;
    private SafeFileHandle _file;
    private long _length;
    private int _lines;
    private bool _broken;

    private GrantMemoryFile(string path, FileStream held, SafeFileHandle file) => (_path, _held, _file) = (path, held, file);

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">Where it is; beside it stands a file for the lock, with <c>.lock</c> at the end of its name.</param>
    /// <exception cref="IOException">Another process has it open, or it cannot be read or written.</exception>
    /// <exception cref="FormatException">It is not such a file, or was changed.</exception>
    public static GrantMemoryFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        var held = Lock(path);
        try
        {
            var memory = new GrantMemoryFile(path, held, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
            try
            {
                memory.Read();
                return memory;
            }
            catch
            {
                memory._file.Dispose();
                throw;
            }
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryUse(GrantResult grant, DateTimeOffset now)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_file.IsClosed, this);
            if (_broken)
            {
                throw new IOException($"{_path}: a write failed before; open it again");
            }

            if (!_used.MayBeUsed(grant, now))
            {
                return false;
            }

            _broken = true; // until it is known to be on the disk
            Append(Line(grant.Nonce!, grant.Expires!.Value));
            _used.Add(grant.Nonce!, grant.Expires.Value);
            Shorten(now);
            _broken = false;
            return true;
        }
    }

    /// <summary>Lets another process open it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
            _held.Dispose();
        }
    }

    private static FileStream Lock(string path)
    {
        FileStream held;
        try
        {
            held = new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException fault) when (File.Exists($"{path}.lock"))
        {
            throw new IOException($"{path}: another process has it open", fault);
        }

        // FileShare.None takes the same lock, but a process-wide setting can turn that off.
        if (!OperatingSystem.IsWindows() && !Posix.TryLock(held.SafeFileHandle))
        {
            held.Dispose();
            throw new IOException($"{path}: another process has it open");
        }

        return held;
    }

    private static string Line(string nonce, DateTimeOffset expires) => $"{nonce} {expires.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}\n";

    private void Read()
    {
        if (RandomAccess.GetLength(_file) > MaxBytes)
        {
            throw new IOException($"{_path}: larger than {MaxBytes} bytes");
        }

        var bytes = new byte[RandomAccess.GetLength(_file)];
        for (var read = 0; read < bytes.Length;)
        {
            read += RandomAccess.Read(_file, bytes.AsSpan(read), read) is > 0 and var count ? count : throw new IOException($"{_path}: it ended while it was read");
        }

        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        foreach (var line in bytes.AsSpan(0, whole).Split((byte)'\n'))
        {
            var text = bytes.AsSpan(0, whole)[line];
            if (!text.IsEmpty || line.Start.Value < whole)
            {
                Read(Encoding.ASCII.GetString(text));
            }
        }

        RandomAccess.SetLength(_file, whole);
        RandomAccess.FlushToDisk(_file);
        SyncDirectory();
        _length = whole;
    }

    private void Read(string line)
    {
        _lines++;
        if (line.Split(' ') is not [var nonce, var time]
            || !DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var expires))
        {
            throw new FormatException($"{_path}:{_lines}: not a line of this file");
        }

        if (nonce == ForgottenLine && _lines == 1)
        {
            _used.Remember(expires);
        }
        else if (UsedGrants.IsNonce(nonce))
        {
            _used.Add(nonce, expires);
        }
        else
        {
            throw new FormatException($"{_path}:{_lines}: not a line of this file");
        }
    }

    private void Append(string line)
    {
        var bytes = Encoding.ASCII.GetBytes(line);
        RandomAccess.Write(_file, bytes, _length);
        RandomAccess.FlushToDisk(_file);
        _length += bytes.Length;
        _lines++;
    }

    /// <summary>Writes the file anew without what has expired, where that is most of it.</summary>
    private void Shorten(DateTimeOffset now)
    {
        if (_lines % LinesBetween != 0 || _used.Forget(now) == 0 || _used.Count > _lines / 2)
        {
            return;
        }

        var next = $"{_path}.next";
        var text = new StringBuilder(Line(ForgottenLine, _used.Forgotten));
        foreach (var (nonce, expires) in _used.All)
        {
            text.Append(Line(nonce, expires));
        }

        var bytes = Encoding.ASCII.GetBytes(text.ToString());
        var file = File.OpenHandle(next, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
            File.Move(next, _path, overwrite: true);
            SyncDirectory();
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _file.Dispose();
        (_file, _length, _lines) = (file, bytes.Length, _used.Count + 1);
    }

    private void SyncDirectory()
    {
        if (!OperatingSystem.IsWindows())
        {
            Posix.SyncDirectory(Path.GetDirectoryName(_path)!);
        }
    }
}
