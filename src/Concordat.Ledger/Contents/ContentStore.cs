using System.Security.Cryptography;

namespace Concordat.Ledger.Contents;

/// <summary>Bodies of requests and answers, each encrypted with a key of its own, apart from the log that holds the commitments to them.</summary>
/// <remarks>
/// AES-256-GCM. Each content has a fresh data key, wrapped with the store's key; entry, exchange, kind and commitment are authenticated
/// with both. Destroying the wrapped data key makes the content unreadable for good, also in copies of the ciphertext; copies of the
/// <c>.keys</c> files must therefore not be kept longer than the content may be. One process at a time. Thread-safe.
/// </remarks>
public sealed class ContentStore : IDisposable
{
    private readonly string _directory;
    private readonly Lock _gate = new();

    private ContentDay? _today; // guarded by _gate
    private DateOnly _todayDate; // guarded by _gate
    private long _bytes; // guarded by _gate

    /// <param name="directory">Made, open to its owner alone, when something is stored.</param>
    /// <param name="key">The key that wraps data keys.</param>
    public ContentStore(string directory, ContentKey key)
    {
        (_directory, Key) = (Path.GetFullPath(directory), key);
        _bytes = Directory.Exists(_directory) ? new DirectoryInfo(_directory).EnumerateFiles().Sum(static file => file.Length) : 0;
    }

    /// <summary>Bytes on disk.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>The nonce of contents: a data key encrypts one content only, so that it never meets another.</summary>
    internal static ReadOnlySpan<byte> BodyNonce => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private ContentKey Key { get; }

    /// <summary>Encrypts a content; nothing is written yet.</summary>
    public SealedContent Seal(ContentId id, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(id);
        Span<byte> dataKey = stackalloc byte[ContentKey.Size];
        RandomNumberGenerator.Fill(dataKey);
        try
        {
            var ciphertext = new byte[content.Length + ContentKey.TagSize];
            using var aes = new AesGcm(dataKey, ContentKey.TagSize);
            aes.Encrypt(BodyNonce, content, ciphertext.AsSpan(0, content.Length), ciphertext.AsSpan(content.Length), id.About());
            return new SealedContent(id, ContentSlot.Make(id, ciphertext.Length, Key, dataKey), ciphertext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    /// <summary>Writes contents; durable on return.</summary>
    /// <exception cref="IOException">The disk refuses; none of them counts as stored.</exception>
    public void Write(IReadOnlyList<SealedContent> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        lock (_gate)
        {
            PrivateFiles.CreateDirectory(_directory);
            foreach (var day in contents.GroupBy(static content => content.Id.Day))
            {
                var of = day.ToList();
                try
                {
                    Today(day.Key).Append(of);
                }
                catch
                {
                    CloseToday(); // what was half written is found, and left alone, when it is opened again
                    throw;
                }

                _bytes += of.Sum(static content => content.Bytes);
            }
        }
    }

    /// <summary>Whether the content of an entry could be opened, as far as can be said without opening it.</summary>
    public ContentOutcome Look(ContentId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (_gate)
        {
            CloseToday();
            using var day = ContentDay.Find(_directory, id.Day);
            return Look(day, id).Outcome;
        }
    }

    /// <summary>Opens the content of an entry.</summary>
    /// <param name="id">What the ledger says that the content is: never what the store says.</param>
    public (ContentOutcome Outcome, byte[]? Content) Open(ContentId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        Span<byte> dataKey = stackalloc byte[ContentKey.Size];
        lock (_gate)
        {
            CloseToday();
            using var day = ContentDay.Find(_directory, id.Day);
            var (outcome, slot) = Look(day, id);
            if (outcome != ContentOutcome.Opened)
            {
                return (outcome, null);
            }

            var about = id.About();
            var content = slot.TryUnwrap(Key, about, dataKey) ? day!.Decrypt(slot, dataKey, about) : null;
            CryptographicOperations.ZeroMemory(dataKey);
            return content is null ? (ContentOutcome.NotGenuine, null) : (ContentOutcome.Opened, content);
        }
    }

    /// <summary>The contents that can still be opened and that are chosen.</summary>
    /// <param name="chosen">Chooses.</param>
    /// <param name="before">Where only older ones are asked for: later days are not read.</param>
    public IReadOnlyList<ContentId> Find(Func<ContentId, bool> chosen, DateTimeOffset? before = null)
    {
        var found = new List<ContentId>();
        foreach (var date in Days(before))
        {
            lock (_gate)
            {
                CloseToday();
                using var day = ContentDay.Open(_directory, date);
                found.AddRange(day.Slots().Where(static each => each.Slot.IsLive).Select(static each => each.Slot.Id).Where(chosen));
            }
        }

        return found;
    }

    /// <summary>The contents of one exchange that can still be opened. Reads one day.</summary>
    /// <param name="exchange">Its id.</param>
    /// <param name="time">A time of the day on which they were stored.</param>
    public IReadOnlyList<ContentId> Find(Guid exchange, DateTimeOffset time)
    {
        lock (_gate)
        {
            CloseToday();
            using var day = ContentDay.Find(_directory, DateOnly.FromDateTime(time.UtcDateTime));
            return day is null ? [] : [.. day.Slots().Where(static each => each.Slot.IsLive).Select(static each => each.Slot.Id).Where(id => id.Exchange == exchange)];
        }
    }

    /// <summary>Destroys the data keys of the contents chosen; days with nothing left to open are removed. Durable on return; may be repeated.</summary>
    /// <param name="chosen">Chooses.</param>
    /// <param name="before">Where only older ones are chosen: later days are not read.</param>
    /// <returns>How many were destroyed.</returns>
    public long Shred(Func<ContentId, bool> chosen, DateTimeOffset? before = null)
    {
        long count = 0;
        foreach (var date in Days(before))
        {
            lock (_gate)
            {
                CloseToday(); // in between, what comes in is written
                count += Shred(date, chosen);
            }
        }

        lock (_gate)
        {
            _bytes = Directory.Exists(_directory) ? new DirectoryInfo(_directory).EnumerateFiles().Sum(static file => file.Length) : 0;
        }

        return count;
    }

    /// <summary>Wraps every data key that the old key wraps with the store's key. May be repeated.</summary>
    /// <returns>How many were wrapped anew, and how many neither key opens.</returns>
    public (long Rewrapped, long Unknown) Rewrap(ContentKey old)
    {
        ArgumentNullException.ThrowIfNull(old);
        var (rewrapped, unknown) = (0L, 0L);
        var dataKey = new byte[ContentKey.Size];
        lock (_gate)
        {
            CloseToday();
            foreach (var date in ContentDay.In(_directory))
            {
                using var day = ContentDay.Open(_directory, date);
                foreach (var (at, slot) in day.Slots().Where(each => each.Slot.IsLive && each.Slot.KeyId != Key.Id))
                {
                    var about = slot.Id.About();
                    if (slot.KeyId != old.Id || !slot.TryUnwrap(old, about, dataKey))
                    {
                        unknown++;
                        continue;
                    }

                    slot.Wrap(Key, about, dataKey);
                    day.Overwrite(at, slot);
                    rewrapped++;
                }

                day.Flush();
            }
        }

        CryptographicOperations.ZeroMemory(dataKey);
        return (rewrapped, unknown);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            CloseToday();
        }
    }

    private IEnumerable<DateOnly> Days(DateTimeOffset? before)
    {
        var last = before is { } time ? DateOnly.FromDateTime(time.UtcDateTime) : DateOnly.MaxValue;
        return ContentDay.In(_directory).Where(date => date <= last);
    }

    private (ContentOutcome Outcome, ContentSlot Slot) Look(ContentDay? day, ContentId id)
    {
        var found = day?.Slots().Where(each => each.Slot.Entry == id.Entry && each.Slot.Kind == id.Kind).Select(static each => (ContentSlot?)each.Slot).LastOrDefault();
        return found switch
        {
            null => (ContentOutcome.NotStored, default),
            { IsLive: false } shredded => (ContentOutcome.Shredded, shredded),
            { } other when other.KeyId != Key.Id => (ContentOutcome.OtherKey, other),
            { } live => (ContentOutcome.Opened, live),
        };
    }

    private long Shred(DateOnly date, Func<ContentId, bool> chosen)
    {
        using var day = ContentDay.Open(_directory, date);
        var (going, left) = (new List<(long At, ContentSlot Slot)>(), 0L);
        foreach (var each in day.Slots().Where(static each => each.Slot.IsLive))
        {
            if (chosen(each.Slot.Id))
            {
                going.Add(each);
            }
            else
            {
                left++;
            }
        }

        if (left == 0)
        {
            day.Destroy(); // overwrites every slot too
            return going.Count;
        }

        foreach (var (at, slot) in going)
        {
            slot.Shred();
            day.Overwrite(at, slot);
        }

        day.Flush();
        return going.Count;
    }

    private ContentDay Today(DateOnly date)
    {
        if (_today is null || _todayDate != date)
        {
            CloseToday();
            (_today, _todayDate) = (ContentDay.Open(_directory, date), date);
        }

        return _today;
    }

    private void CloseToday()
    {
        _today?.Dispose();
        _today = null;
    }
}
