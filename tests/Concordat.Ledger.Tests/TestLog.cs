using System.Text;
using Concordat.Ledger.Storage;
using Concordat.Signing;

namespace Concordat.Ledger.Tests;

/// <summary>A log in a temporary directory, with its key.</summary>
internal sealed class TestLog : IDisposable
{
    public const string Origin = "test.example/ledger";

    public TestLog()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("concordat-ledger-").FullName;
        KeyPath = Path.Combine(Directory, "key.pem");
        Key.Save(KeyPath);
        LogDirectory = Path.Combine(Directory, "log");
    }

    public string Directory { get; }

    public string LogDirectory { get; }

    public string KeyPath { get; }

    public SigningKey Key { get; } = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public string VerifierKey => Notes.NoteVerifier.ForLog(Origin, Key.PublicKey).ToString();

    /// <summary>Options under which only <see cref="LedgerWriter.IntegrateAsync"/> makes checkpoints.</summary>
    public LedgerOptions Options => new()
    {
        Directory = LogDirectory,
        Origin = Origin,
        Key = Key,
        CheckpointInterval = TimeSpan.FromDays(1),
        SegmentBytes = 128 * 1024,
        RetryInterval = TimeSpan.Zero,
    };

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public LedgerWriter Open() => LedgerWriter.Open(Options, TimeProvider.System);

    public LedgerWriter Open(LedgerFiles files) => LedgerWriter.Open(Options, TimeProvider.System, files);

    /// <summary>An entry of some 200 to 500 bytes that begins with the text.</summary>
    public static byte[] Padded(string text) => Encoding.ASCII.GetBytes(text + " " + new string('x', 200 + (text.Length * 37 % 300)));

    public static byte[] Entry(long i) => Encoding.UTF8.GetBytes($$"""{"n":{{i}},"type":"request"}""");

    public static async Task AppendAsync(LedgerWriter writer, long from, long count)
    {
        for (var i = from; i < from + count; i++)
        {
            Assert.Equal(i, (await writer.AppendAsync(Entry(i), Token)).Value);
        }
    }

    /// <summary>Appends with many at once, for speed; the order is that of the index.</summary>
    public static async Task FillAsync(LedgerWriter writer, int count)
    {
        var appends = new List<Task<EntryIndex>>();
        for (var i = 0; i < count; i++)
        {
            appends.Add(writer.AppendAsync(Entry(i), Token).AsTask());
        }

        await Task.WhenAll(appends);
    }

    public string PathOf(string relative) => Path.Combine(LogDirectory, relative);

    public void Dispose()
    {
        Key.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
