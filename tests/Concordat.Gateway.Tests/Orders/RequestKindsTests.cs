using System.Text;
using Concordat.Gateway.Orders;
using Concordat.Ledger;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>However many kinds of requests there are, few are kept: the newest of each use, the newest of all, and of each its facts alone.</summary>
public sealed class RequestKindsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("concordat-kinds");
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private LedgerWriter _ledger = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _ledger = LedgerWriter.Open(new LedgerOptions { Directory = _folder.FullName, Origin = "test.example/kinds", Key = _key }, TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_new_use_takes_the_place_of_the_oldest_kind_of_any_when_all_places_are_taken()
    {
        var kinds = Kept(mostOfOne: 2, most: 4, mostBytes: 1_000_000);
        await WriteAsync(("a", 1), ("a", 2), ("b", 1), ("b", 2));
        await CatchUpAsync(kinds);
        Assert.Equal((4, 2), (kinds.Kinds.Count, kinds.Kinds.Pairs));

        await WriteAsync(("c", 1));
        await CatchUpAsync(kinds);
        await WriteAsync(("d", 1));
        await CatchUpAsync(kinds);

        Assert.Equal((4, 3), (kinds.Kinds.Count, kinds.Kinds.Pairs)); // of `a` nothing is left, and nothing of it is kept
        Assert.Empty(kinds.Kinds.Of("a", "x"));
        Assert.Equal([2, 3, 4, 5], "bcd".Select(char.ToString).SelectMany(use => kinds.Kinds.Of(use, "x")).Select(kind => kind.Index).Order());
    }

    [Fact]
    public async Task Read_at_once_the_same_kinds_are_kept_as_read_one_by_one()
    {
        var (atOnce, oneByOne) = (Kept(2, 4, 1_000_000), Kept(2, 4, 1_000_000));
        foreach (var use in (string[])["a", "b", "a", "c", "d", "a", "e", "a"])
        {
            await WriteAsync((use, 1 + (await SizeAsync() % 3)));
            await CatchUpAsync(oneByOne);
        }

        await CatchUpAsync(atOnce);
        Assert.Equal(All(atOnce), All(oneByOne));

        static IEnumerable<long> All(RecordedTraffic read) => "abcde".Select(char.ToString).SelectMany(use => read.Kinds.Of(use, "x")).Select(kind => kind.Index).Order();
    }

    [Fact]
    public async Task A_use_that_was_forgotten_whole_can_come_again()
    {
        var kinds = Kept(mostOfOne: 1, most: 2, mostBytes: 1_000_000);
        await WriteAsync(("a", 1), ("b", 1));
        await CatchUpAsync(kinds);
        await CatchUpAsync(kinds, new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal((0, 0, 0L), (kinds.Kinds.Count, kinds.Kinds.Pairs, kinds.Kinds.Bytes));

        await WriteAsync(("c", 1), ("d", 1), ("a", 1));
        await CatchUpAsync(kinds);
        Assert.Equal([3, 4], "abcd".Select(char.ToString).SelectMany(use => kinds.Kinds.Of(use, "x")).Select(kind => kind.Index).Order());
    }

    [Fact]
    public async Task Facts_alone_are_kept_and_never_more_than_so_many_bytes_of_them()
    {
        var kinds = Kept(mostOfOne: 8, most: 8, mostBytes: 2_000);
        await WriteAsync([.. Enumerable.Range(0, 8).Select(each => ("a", each))]);
        await CatchUpAsync(kinds);
        Assert.InRange(kinds.Kinds.Bytes, 1, 2_000);
        Assert.All(kinds.Kinds.Of("a", "x"), static kind => Assert.DoesNotContain("beside", Encoding.UTF8.GetString(kind.Facts), StringComparison.Ordinal));

        await _ledger.AppendAsync(Encoding.UTF8.GetBytes(Entry("a", 99, new string('z', 3_000))), Stop);
        await CatchUpAsync(kinds);
        Assert.InRange(kinds.Kinds.Bytes, 0, 2_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Read_in_pieces_the_same_is_counted_and_kept_as_read_at_once(long most)
    {
        var (atOnce, inPieces) = (Kept(2, 4, 1_000_000), Kept(2, 4, 1_000_000));
        await WriteAsync([.. Enumerable.Range(0, 40).Select(each => (char.ToString("abcde"[each * 7 % 5]), each % 3))]);
        await CatchUpAsync(atOnce);
        await CatchUpAsync(inPieces, most: most);
        Assert.Equal(most, "abcde".Sum(use => inPieces.Counts.Of(char.ToString(use), "x").Count));
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), inPieces.Counts.Since);

        for (var turn = 0; turn < 40 / most + 1; turn++)
        {
            await CatchUpAsync(inPieces, most: most);
        }

        Assert.Equal(DateTimeOffset.UnixEpoch, inPieces.Counts.Since);
        foreach (var use in "abcde".Select(char.ToString))
        {
            Assert.Equal(8, inPieces.Counts.Of(use, "x").Count);
            Assert.Equal(atOnce.Kinds.Of(use, "x").Select(kind => kind.Index).Order(), inPieces.Kinds.Of(use, "x").Select(kind => kind.Index).Order());
        }

        // More comes than is read at once: nothing is counted twice, and nothing is passed over for good.
        await WriteAsync([.. Enumerable.Range(0, 8).Select(each => ("a", each))]);
        for (var turn = 0; turn < 48 / most + 2; turn++)
        {
            await CatchUpAsync(inPieces, most: most);
        }

        Assert.Equal(16, inPieces.Counts.Of("a", "x").Count);
        Assert.Equal(8, inPieces.Counts.Of("b", "x").Count);
    }

    private static RecordedTraffic Kept(int mostOfOne, int most, long mostBytes) => new(new RequestKinds(mostOfOne, most, mostBytes));

    private async Task CatchUpAsync(RecordedTraffic kinds, DateTimeOffset? since = null, long most = long.MaxValue)
    {
        await _ledger.IntegrateAsync();
        kinds.CatchUp(LedgerReader.Open(_folder.FullName, _ledger.VerifierKey), since ?? DateTimeOffset.UnixEpoch, most, Stop);
    }

    private async Task<int> SizeAsync()
    {
        await _ledger.IntegrateAsync();
        return (int)_ledger.CheckpointSize;
    }

    private async Task WriteAsync(params (string UseCase, int Kind)[] entries)
    {
        foreach (var (useCase, kind) in entries)
        {
            await _ledger.AppendAsync(Encoding.UTF8.GetBytes(Entry(useCase, kind, "")), Stop);
        }
    }

    private static string Entry(string useCase, int kind, string fill) => $$$"""
        {"beside":"{{{new string('y', 500)}}}","deployment":"x","facts":{"deployment":{},"label":{"rank":{{{kind}}},"text":"{{{fill}}}"},"operation":"chat","sources":{},"tool":{}},"time":"2026-11-01T00:00:00Z","type":"decision","use_case":"{{{useCase}}}","verdict":"permit"}
        """;
}
