using System.Security.Cryptography;
using System.Text;
using Concordat.Ledger.Contents;

namespace Concordat.Ledger.Tests.Contents;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ContentStoreTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("concordat-content-").FullName;
    private readonly string _keyText = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private string Folder => Path.Combine(_directory, "content");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_was_stored_is_opened_again_also_by_another_process()
    {
        var (first, second) = (Id(1, 1), Id(2, 2));
        Put((first, "the question"), (second, ""));
        Put((Id(3, 1, Noon.AddDays(1)), "tomorrow"));

        Assert.Equal("the question", Opened(first));
        Assert.Equal("", Opened(second));
        Assert.Equal("tomorrow", Opened(Id(3, 1, Noon.AddDays(1))));
        Assert.Equal(ContentOutcome.NotStored, Outcome(Id(4, 1)));
        Assert.Equal(ContentOutcome.NotStored, Outcome(Id(3, 1)));
    }

    [Fact]
    public void No_content_and_no_key_stands_in_the_files_and_only_their_owner_reads_them()
    {
        Put((Id(1, 1), "a secret question about the harbour"));

        foreach (var file in Directory.EnumerateFiles(Folder))
        {
            Assert.DoesNotContain("harbour", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal);
            Assert.False(Contains(File.ReadAllBytes(file), Convert.FromHexString(_keyText)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
    }

    [Fact]
    public void A_shredded_content_is_never_opened_again_not_even_from_a_copy_of_its_ciphertext_and_with_the_key()
    {
        var (gone, kept) = (Id(1, 1), Id(2, 1));
        Put((gone, "destroy this"), (kept, "keep this"));
        var ciphertext = File.ReadAllBytes(BodiesOf(Noon));
        var wrapped = File.ReadAllBytes(KeysOf(Noon)).AsSpan(84, 68).ToArray();

        using (var store = Store())
        {
            Assert.Equal(1, store.Shred(id => id.Entry == gone.Entry));
            Assert.Equal(0, store.Shred(id => id.Entry == gone.Entry));
        }

        // Whoever has the key, the files as they are now, and an old copy of the ciphertext.
        File.WriteAllBytes(BodiesOf(Noon), ciphertext);
        Assert.Equal(ContentOutcome.Shredded, Outcome(gone));
        Assert.Equal("keep this", Opened(kept));
        foreach (var file in Directory.EnumerateFiles(Folder))
        {
            var bytes = File.ReadAllBytes(file);
            Assert.False(Contains(bytes, wrapped.AsSpan(20, 32)), file);
        }
    }

    [Fact]
    public void The_last_content_of_a_day_takes_the_files_with_it_and_new_ones_can_come()
    {
        Put((Id(1, 1), "one"), (Id(2, 1), "two"), (Id(3, 1, Noon.AddDays(1)), "tomorrow"));
        using (var store = Store())
        {
            Assert.Equal(2, store.Shred(id => id.Time < Noon.AddHours(1)));
            Assert.Equal(store.Bytes, new DirectoryInfo(Folder).EnumerateFiles().Sum(static f => f.Length));
        }

        Assert.Equal(["2026-11-23.bodies", "2026-11-23.keys"], Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Put((Id(9, 1), "late"));
        Assert.Equal("late", Opened(Id(9, 1)));
    }

    [Fact]
    public void Only_days_up_to_the_time_are_read_for_what_is_older()
    {
        Put((Id(1, 1), "one"), (Id(2, 1, Noon.AddHours(1)), "two"), (Id(3, 1, Noon.AddDays(1)), "three"));
        using var store = Store();

        Assert.Equal(2, store.Find(static _ => true, Noon.AddHours(2)).Count);
        Assert.Equal(1, store.Shred(static id => id.Time < Noon.AddMinutes(1), Noon.AddMinutes(1)));
        Assert.Equal(2, store.Shred(static _ => true));
        Assert.Empty(Directory.EnumerateFiles(Folder));
    }

    [Fact]
    public void A_content_that_was_put_in_the_place_of_another_is_noticed()
    {
        var (first, second) = (Id(1, 1), Id(2, 1));
        Put((first, "harmless"), (second, "dreadful"));
        var slots = File.ReadAllBytes(KeysOf(Noon));

        // The slots change places: each says rightly which entry it is about, but the ciphertexts are the other's.
        Rewrite(slots, 40, 12, (256 + 40, 12));
        Assert.Equal(ContentOutcome.NotGenuine, Outcome(first));

        // The data keys change places too.
        Rewrite(slots, 84, 68, (256 + 84, 68));
        Assert.Equal(ContentOutcome.NotGenuine, Outcome(first));

        // A slot that says that it is about the other entry.
        File.WriteAllBytes(KeysOf(Noon), slots);
        Assert.Equal(ContentOutcome.NotStored, Outcome(Id(1, 2)));
        Assert.Equal(ContentOutcome.NotGenuine, Outcome(first with { Commitment = new string('b', 64) }));
        Assert.Equal(ContentOutcome.NotGenuine, Outcome(first with { Exchange = Guid.CreateVersion7(Noon) }));
        Assert.Equal("harmless", Opened(first));
    }

    [Fact]
    public void A_flipped_bit_anywhere_opens_nothing_else_than_what_was_stored()
    {
        var id = Id(1, 1);
        Put((id, "the question"));
        foreach (var file in new[] { KeysOf(Noon), BodiesOf(Noon) })
        {
            var bytes = File.ReadAllBytes(file);
            for (var at = 0; at < bytes.Length; at++)
            {
                bytes[at] ^= 1;
                File.WriteAllBytes(file, bytes);
                Assert.NotEqual(ContentOutcome.Opened, Outcome(id));
                bytes[at] ^= 1;
            }

            File.WriteAllBytes(file, bytes);
        }

        Assert.Equal("the question", Opened(id));
    }

    [Fact]
    public void Another_key_opens_nothing_until_the_data_keys_are_wrapped_anew()
    {
        var id = Id(1, 1);
        Put((id, "the question"), (Id(2, 1), "shredded"));
        using (var store = Store())
        {
            store.Shred(each => each.Entry.Value == 2);
        }

        var next = ContentKey.Parse(new string('7', 64));
        using (var store = new ContentStore(Folder, next))
        {
            Assert.Equal(ContentOutcome.OtherKey, store.Open(id).Outcome);
            Assert.Equal((0, 1), store.Rewrap(ContentKey.Parse(new string('8', 64))));
            Assert.Equal((1, 0), store.Rewrap(ContentKey.Parse(_keyText)));
            Assert.Equal((0, 0), store.Rewrap(ContentKey.Parse(_keyText)));
            Assert.Equal("the question", Encoding.UTF8.GetString(store.Open(id).Content!));
        }

        Assert.Equal(ContentOutcome.OtherKey, Outcome(id));
    }

    [Fact]
    public void A_write_that_a_crash_cut_harms_nothing_that_was_there()
    {
        Put((Id(1, 1), "one"), (Id(2, 1), "two"));
        var (keys, bodies) = (File.ReadAllBytes(KeysOf(Noon)), File.ReadAllBytes(BodiesOf(Noon)));
        Put((Id(3, 1), "three"));
        var (allKeys, allBodies) = (File.ReadAllBytes(KeysOf(Noon)), File.ReadAllBytes(BodiesOf(Noon)));
        foreach (var cut in new[] { 0, 1, 100, 255 })
        {
            File.WriteAllBytes(KeysOf(Noon), allKeys[..(keys.Length + cut)]);
            File.WriteAllBytes(BodiesOf(Noon), allBodies[..Math.Min(allBodies.Length, bodies.Length + cut)]);
            Assert.Equal(ContentOutcome.NotStored, Outcome(Id(3, 1)));
            Put((Id(4, 1), "four"));
            Assert.Equal(("one", "two", "four"), (Opened(Id(1, 1)), Opened(Id(2, 1)), Opened(Id(4, 1))));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    public void A_key_that_is_none_is_refused_without_being_repeated(string text)
    {
        var refusal = Assert.Throws<FormatException>(() => ContentKey.Parse(text));
        Assert.True(text.Length == 0 || !refusal.Message.Contains(text, StringComparison.Ordinal) || text.Length < 4);
    }

    private static ContentId Id(long entry, byte kind, DateTimeOffset? time = null) =>
        new(new EntryIndex(entry), new Guid(0x01020304, (short)entry, 7, 1, 2, 3, 4, 5, 6, 7, kind), kind, new string('a', 64), time ?? Noon);

    private static bool Contains(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> sought) => bytes.IndexOf(sought) >= 0;

    private ContentStore Store() => new(Folder, ContentKey.Parse(_keyText));

    private string KeysOf(DateTimeOffset time) => Path.Combine(Folder, $"{time:yyyy-MM-dd}.keys");

    private string BodiesOf(DateTimeOffset time) => Path.Combine(Folder, $"{time:yyyy-MM-dd}.bodies");

    private void Put(params (ContentId Id, string Text)[] contents)
    {
        using var store = Store();
        store.Write([.. contents.Select(content => store.Seal(content.Id, Encoding.UTF8.GetBytes(content.Text)))]);
    }

    private string Opened(ContentId id)
    {
        using var store = Store();
        var (outcome, content) = store.Open(id);
        Assert.Equal(ContentOutcome.Opened, outcome);
        return Encoding.UTF8.GetString(content!);
    }

    private ContentOutcome Outcome(ContentId id)
    {
        using var store = Store();
        return store.Open(id).Outcome;
    }

    /// <summary>Puts part of the second slot over the first, with a checksum that fits.</summary>
    private void Rewrite(byte[] slots, int at, int length, (int At, int Length) from)
    {
        var changed = (byte[])slots.Clone();
        slots.AsSpan(from.At, from.Length).CopyTo(changed.AsSpan(at, length));
        var crc = Wal.Crc32C.Finish(Wal.Crc32C.Append(Wal.Crc32C.Seed, changed.AsSpan(0, 252)));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(252), crc);
        File.WriteAllBytes(KeysOf(Noon), changed);
    }
}
