using Concordat.Ledger.Contents;

namespace Concordat.Ledger.Tests.Contents;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class SaltStoreTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    private readonly string _directory = Directory.CreateTempSubdirectory("concordat-salts-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_day_has_one_secret_that_lasts_and_no_two_days_share_it()
    {
        var store = new SaltStore(_directory);
        var first = store.Ensure(Day);

        Assert.Equal(32, first.Length);
        Assert.NotEqual(first, store.Ensure(Day.AddDays(1)));
        Assert.Equal(first, store.Ensure(Day));
        Assert.Equal(first, new SaltStore(_directory).Ensure(Day));
        Assert.Equal([Day, Day.AddDays(1)], store.Days());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_directory, "2026-11-22.salt")));
    }

    [Fact]
    public void A_deleted_secret_is_gone_and_reading_makes_none()
    {
        var store = new SaltStore(_directory);
        var secret = store.Ensure(Day);
        store.Delete(Day);

        Assert.Null(store.Find(Day));
        Assert.Empty(store.Days());
        Assert.Empty(Directory.EnumerateFiles(_directory));
        Assert.NotEqual(secret, store.Ensure(Day));
    }

    [Fact]
    public void Many_at_once_get_the_same_secret()
    {
        var store = new SaltStore(_directory);
        var secrets = new byte[64][];
        Parallel.For(0, secrets.Length, i => secrets[i] = store.Ensure(Day));

        Assert.All(secrets, secret => Assert.Equal(secrets[0], secret));
    }

    [Fact]
    public void A_disk_that_refuses_makes_the_ledger_unavailable()
    {
        var path = Path.Combine(_directory, "file");
        File.WriteAllText(path, "");

        Assert.Throws<LedgerUnavailableException>(() => new SaltStore(path).Ensure(Day));
    }
}
