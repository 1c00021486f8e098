using System.Globalization;
using System.Security.Cryptography;

namespace Concordat.Ledger.Contents;

/// <summary>The secrets that commitments are salted with: one for each day, in files of their own, apart from the log. Thread-safe.</summary>
/// <remarks>
/// While a day's secret is there, the content of one exchange can be shown to be what an entry commits to. Once it is deleted, a commitment
/// of that day can neither be opened nor guessed: it is a random number.
/// </remarks>
public sealed class SaltStore
{
    /// <summary>Length of a secret, in bytes.</summary>
    public const int Size = 32;

    private const string Extension = ".salt";
    private const string DayFormat = "yyyy-MM-dd";

    private readonly string _directory;
    private readonly Lock _gate = new();
    private volatile Day? _newest;

    /// <param name="directory">Made, open to its owner alone, when the first secret is.</param>
    public SaltStore(string directory) => _directory = Path.GetFullPath(directory);

    /// <summary>The secret of a day on which something is recorded; made, durably, when it is the day's first.</summary>
    /// <exception cref="LedgerUnavailableException">The disk refuses.</exception>
    public byte[] Ensure(DateOnly day)
    {
        var newest = _newest;
        if (newest?.Date == day)
        {
            return newest.Secret;
        }

        lock (_gate)
        {
            try
            {
                PrivateFiles.CreateDirectory(_directory);
                if (Find(day) is not { } secret)
                {
                    secret = RandomNumberGenerator.GetBytes(Size);
                    PrivateFiles.Create(PathOf(day), secret);
                }

                _newest = new Day(day, secret);
                return secret;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new LedgerUnavailableException($"the salt of {Text(day)} cannot be made: {e.Message}", e);
            }
        }
    }

    /// <summary>The secret of a day; null when there never was one, or it was deleted.</summary>
    /// <exception cref="FormatException">The file is damaged.</exception>
    public byte[]? Find(DateOnly day)
    {
        try
        {
            var secret = File.ReadAllBytes(PathOf(day));
            return secret.Length == Size ? secret : throw new FormatException($"{PathOf(day)}: the salt has {secret.Length} bytes, not {Size}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The days whose secrets are there, oldest first.</summary>
    public IReadOnlyList<DateOnly> Days() => !Directory.Exists(_directory)
        ? []
        : [.. Directory.EnumerateFiles(_directory, "*" + Extension)
            .Select(static file => DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(file), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default)
            .Where(static day => day != default).Order()];

    /// <summary>Destroys the secret of a day for good.</summary>
    public void Delete(DateOnly day)
    {
        lock (_gate)
        {
            if (_newest?.Date == day)
            {
                _newest = null;
            }

            PrivateFiles.Destroy(PathOf(day));
        }
    }

    private static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private string PathOf(DateOnly day) => Path.Combine(_directory, Text(day) + Extension);

    private sealed record Day(DateOnly Date, byte[] Secret);
}
