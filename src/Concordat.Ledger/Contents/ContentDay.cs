using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Concordat.Ledger.Contents;

/// <summary>The two files of a day: ciphertexts, and the slots with their wrapped data keys. For one thread.</summary>
internal sealed class ContentDay : IDisposable
{
    private const string Keys = ".keys";
    private const string Bodies = ".bodies";
    private const string DayFormat = "yyyy-MM-dd";
    private const int Chunk = 1024; // slots read at once

    private readonly string _path;
    private readonly SafeFileHandle _keys;
    private readonly SafeFileHandle _bodies;
    private long _keysEnd;
    private long _bodiesEnd;

    private ContentDay(string path)
    {
        _path = path;
        _keys = PrivateFiles.Open(path + Keys);
        _bodies = PrivateFiles.Open(path + Bodies);
        _keysEnd = RandomAccess.GetLength(_keys) / ContentSlot.Size * ContentSlot.Size; // a slot that a crash cut was never acknowledged
        _bodiesEnd = RandomAccess.GetLength(_bodies);
    }

    public static ContentDay Open(string directory, DateOnly day) => new(PathOf(directory, day));

    /// <summary>Opens the files of a day; null where there are none.</summary>
    public static ContentDay? Find(string directory, DateOnly day) => File.Exists(PathOf(directory, day) + Keys) ? Open(directory, day) : null;

    /// <summary>The days that have files, oldest first.</summary>
    public static IReadOnlyList<DateOnly> In(string directory) => !Directory.Exists(directory)
        ? []
        : [.. Directory.EnumerateFiles(directory, "*" + Keys)
            .Select(static file => DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(file), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default)
            .Where(static day => day != default).Order()];

    /// <summary>Appends contents: first the ciphertexts, then the slots that speak of them, each durable before the next.</summary>
    public void Append(IReadOnlyList<SealedContent> contents)
    {
        var at = _bodiesEnd;
        foreach (var content in contents)
        {
            content.Slot.PlaceAt(at);
            RandomAccess.Write(_bodies, content.Ciphertext, at);
            at += content.Ciphertext.Length;
        }

        RandomAccess.FlushToDisk(_bodies);
        var slots = new byte[contents.Count * ContentSlot.Size];
        for (var i = 0; i < contents.Count; i++)
        {
            contents[i].Slot.Bytes.CopyTo(slots.AsSpan(i * ContentSlot.Size));
        }

        RandomAccess.Write(_keys, slots, _keysEnd);
        RandomAccess.FlushToDisk(_keys);
        (_bodiesEnd, _keysEnd) = (at, _keysEnd + slots.Length);
    }

    /// <summary>The slots, each with its place; those that are damaged are passed over.</summary>
    public IEnumerable<(long At, ContentSlot Slot)> Slots()
    {
        var buffer = new byte[Chunk * ContentSlot.Size];
        for (long at = 0; at < _keysEnd;)
        {
            var count = RandomAccess.Read(_keys, buffer.AsSpan(0, (int)Math.Min(buffer.Length, _keysEnd - at)), at) / ContentSlot.Size;
            for (var i = 0; i < count; i++)
            {
                var slot = new ContentSlot(buffer.AsSpan(i * ContentSlot.Size, ContentSlot.Size).ToArray());
                if (slot.IsWhole)
                {
                    yield return (at + (i * ContentSlot.Size), slot);
                }
            }

            if (count == 0)
            {
                yield break;
            }

            at += count * ContentSlot.Size;
        }
    }

    /// <summary>Decrypts what a slot speaks of; null when it is not genuine.</summary>
    public byte[]? Decrypt(ContentSlot slot, ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> about)
    {
        if (slot.Length < ContentKey.TagSize || slot.Offset < 0 || slot.Offset + slot.Length > RandomAccess.GetLength(_bodies))
        {
            return null;
        }

        var ciphertext = new byte[slot.Length];
        RandomAccess.Read(_bodies, ciphertext, slot.Offset);
        var content = new byte[slot.Length - ContentKey.TagSize];
        try
        {
            using var aes = new AesGcm(dataKey, ContentKey.TagSize);
            aes.Decrypt(ContentStore.BodyNonce, ciphertext.AsSpan(0, content.Length), ciphertext.AsSpan(content.Length), content, about);
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Overwrites a slot where it lies; durable after <see cref="Flush"/>.</summary>
    public void Overwrite(long at, ContentSlot slot) => RandomAccess.Write(_keys, slot.Bytes, at);

    public void Flush() => RandomAccess.FlushToDisk(_keys);

    /// <summary>Destroys both files: the keys first, so that the ciphertexts are noise whatever happens next.</summary>
    public void Destroy()
    {
        Dispose();
        PrivateFiles.Destroy(_path + Keys);
        File.Delete(_path + Bodies);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _bodies.Dispose();
    }

    private static string PathOf(string directory, DateOnly day) => Path.Combine(directory, day.ToString(DayFormat, CultureInfo.InvariantCulture));
}
