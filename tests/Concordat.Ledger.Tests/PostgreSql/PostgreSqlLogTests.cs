using Concordat.Tests.Kit;
using Npgsql;

namespace Concordat.Ledger.Tests.PostgreSql;

/// <summary>What only a log over a database can get wrong: two writers, a database that forgets, rows that somebody changed.</summary>
public sealed class PostgreSqlLogTests(PostgreSqlServer server) : IAsyncLifetime
{
    private readonly TestLog _log = new();
    private TestDatabase? _database;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(server);

    public async ValueTask DisposeAsync()
    {
        _log.Dispose();
        await Database.DisposeAsync();
    }

    [Fact]
    public async Task Of_two_writers_of_one_log_the_older_is_told_and_stops_and_the_log_does_not_fork()
    {
        await using var older = Open();
        await TestLog.AppendAsync(older, 0, 10);
        await older.IntegrateAsync();
        await TestLog.AppendAsync(older, 10, 10);

        await using var newer = Open("elsewhere", copy: true);
        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await older.AppendAsync("fork"u8.ToArray(), TestLog.Token));
        Assert.Contains($"another process has taken over the log `{TestLog.Origin}`, at epoch 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("it does not go on", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LedgerLockedException>(older.IntegrateAsync);
        Assert.IsType<LedgerLockedException>(older.Fault);

        Assert.Equal(20, newer.DurableSize);
        await TestLog.AppendAsync(newer, 20, 10);
        await newer.IntegrateAsync();
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await older.AppendAsync("fork"u8.ToArray(), TestLog.Token));
        await older.DisposeAsync();
        await newer.DisposeAsync();
        await AssertContinuesAsync(_log.LogDirectory, Path.Combine(_log.Directory, "elsewhere"), 30);
    }

    [Fact]
    public async Task A_writer_that_was_taken_over_while_it_had_nothing_to_write_signs_nothing_more()
    {
        await using var older = Open();
        await TestLog.AppendAsync(older, 0, 5);

        await using var newer = Open("elsewhere", copy: true);

        await Assert.ThrowsAsync<LedgerLockedException>(older.IntegrateAsync);
        Assert.Equal(0, older.CheckpointSize);
    }

    [Fact]
    public async Task Writers_that_race_for_a_log_leave_one_that_writes_and_one_history()
    {
        await using (var first = Open(keep: TimeSpan.FromHours(1)))
        {
            await TestLog.AppendAsync(first, 0, 3);
        }

        var directories = Enumerable.Range(0, 4).Select(i => $"machine{i}").ToArray();
        foreach (var name in directories)
        {
            Copy(name);
        }

        var acknowledged = new System.Collections.Concurrent.ConcurrentDictionary<long, byte[]>();
        var writers = await Task.WhenAll(directories.Select(name => Task.Run(async () =>
        {
            LedgerWriter? writer = null;
            for (var i = 0; i < 20; i++)
            {
                try
                {
                    writer ??= Open(name, keep: TimeSpan.FromHours(1));
                    var entry = TestLog.Padded($"{name}.{i}");
                    Assert.True(acknowledged.TryAdd((await writer.AppendAsync(entry, TestLog.Token)).Value, entry), "an index was given twice");
                }
                catch (Exception e) when (e is LedgerUnavailableException or LedgerLockedException)
                {
                    break;
                }
            }

            return writer;
        })));
        foreach (var writer in writers.OfType<LedgerWriter>())
        {
            await writer.DisposeAsync();
        }

        // The next to take the log has everything that anyone was told.
        Copy("last");
        await using (var last = Open("last", keep: TimeSpan.FromHours(1)))
        {
            Assert.Equal(3 + acknowledged.Count, last.DurableSize);
        }

        var entries = LedgerReader.Open(Path.Combine(_log.Directory, "last"), _log.VerifierKey).ReadEntries(new EntryIndex(0), int.MaxValue);
        Assert.All(acknowledged, pair => Assert.Equal(pair.Value, entries[(int)pair.Key]));
        foreach (var name in directories)
        {
            await AssertContinuesAsync(Path.Combine(_log.Directory, name), Path.Combine(_log.Directory, "last"), entries.Count);
        }
    }

    [Fact]
    public async Task A_lost_connection_costs_no_append_while_the_server_answers_again()
    {
        await using var writer = Open();
        for (var round = 0; round < 5; round++)
        {
            await TestLog.AppendAsync(writer, round * 10, 10);
            await Database.EndSessionsAsync();
        }

        await TestLog.AppendAsync(writer, 50, 1);
    }

    [Fact]
    public async Task A_late_statement_of_a_session_that_was_given_up_changes_nothing()
    {
        await using var writer = Open();
        await TestLog.AppendAsync(writer, 0, 5);
        var epoch = await Database.RunAsync("SELECT epoch FROM ledger_heads");
        await Database.EndSessionsAsync();
        await TestLog.AppendAsync(writer, 5, 1);

        Assert.Equal((long)epoch! + 1, await Database.RunAsync("SELECT epoch FROM ledger_heads"));
    }

    [Fact]
    public async Task A_database_that_forgot_entries_is_not_written_to()
    {
        await using var writer = Open();
        await TestLog.AppendAsync(writer, 0, 5);
        await using (var behind = await Database.ConnectAsync())
        await using (var lose = behind.CreateCommand())
        {
            lose.CommandText = "WITH last AS (DELETE FROM ledger_commits WHERE first_index = 4 RETURNING before) UPDATE ledger_heads SET size = 4, head = (SELECT before FROM last)";
            Assert.Equal(1, await lose.ExecuteNonQueryAsync(TestLog.Token));
        }

        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync("fork"u8.ToArray(), TestLog.Token));
        Assert.Contains("no longer has the log", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync("fork"u8.ToArray(), TestLog.Token));
    }

    [Fact]
    public async Task A_database_that_is_behind_the_directory_is_refused_and_its_writer_not_disturbed()
    {
        await using (var writer = Open())
        {
            await TestLog.AppendAsync(writer, 0, 5);
        }

        await Database.RunAsync("UPDATE ledger_heads SET size = 3");
        var error = Assert.Throws<LedgerCorruptException>(() => Open());
        Assert.Contains("5 entries here and 3 in the database, which has lost commits", error.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await Database.RunAsync("SELECT epoch FROM ledger_heads"));
    }

    [Theory]
    [InlineData("UPDATE ledger_commits SET records = set_byte(records, 40, get_byte(records, 40) # 1) WHERE first_index = 3", "is not what was committed")]
    [InlineData("UPDATE ledger_commits SET before = after WHERE first_index = 3", "does not continue the one before")]
    [InlineData("DELETE FROM ledger_commits WHERE first_index = 3", "does not continue the one before")]
    [InlineData("DELETE FROM ledger_commits WHERE first_index >= 3", "is missing")]
    public async Task A_row_that_is_not_what_was_committed_never_becomes_a_tile(string damage, string what)
    {
        await using var writer = Open();
        await TestLog.AppendAsync(writer, 0, 6);
        await Database.RunAsync(damage);

        var error = await Assert.ThrowsAsync<LedgerCorruptException>(writer.IntegrateAsync);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, writer.CheckpointSize);
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await writer.AppendAsync(TestLog.Entry(6), TestLog.Token));
    }

    [Fact]
    public async Task Rows_go_once_a_checkpoint_covers_them()
    {
        await using var writer = Open();
        await TestLog.AppendAsync(writer, 0, 6);
        Assert.Equal(6L, await Database.RunAsync("SELECT count(*) FROM ledger_commits"));
        await writer.IntegrateAsync();

        Assert.Equal(0L, await Database.RunAsync("SELECT count(*) FROM ledger_commits"));
    }

    [Fact]
    public async Task A_lost_directory_is_made_again_from_rows_that_were_kept()
    {
        await using (var writer = Open(keep: TimeSpan.FromHours(1)))
        {
            await TestLog.AppendAsync(writer, 0, 700);
        }

        await using (var again = Open("new machine", keep: TimeSpan.FromHours(1)))
        {
            Assert.Equal(700, again.CheckpointSize);
            await TestLog.AppendAsync(again, 700, 1);
        }

        await AssertContinuesAsync(_log.LogDirectory, Path.Combine(_log.Directory, "new machine"), 701);
    }

    [Fact]
    public async Task A_directory_from_before_the_oldest_row_is_refused()
    {
        await using (var writer = Open())
        {
            await TestLog.AppendAsync(writer, 0, 7);
        }

        var error = Assert.Throws<LedgerCorruptException>(() => Open("new machine"));
        Assert.Contains("whose rows no longer reach back to entry 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_of_another_history_is_refused()
    {
        await using (var writer = Open())
        {
            await TestLog.AppendAsync(writer, 0, 7);
        }

        // The same key has signed another log under this name, with files.
        var other = _log.Options with { Directory = Path.Combine(_log.Directory, "other") };
        await using (var writer = LedgerWriter.Open(other, TimeProvider.System))
        {
            await TestLog.AppendAsync(writer, 0, 6);
            await writer.AppendAsync("another"u8.ToArray(), TestLog.Token);
        }

        var error = Assert.Throws<LedgerCorruptException>(() => Open("other"));
        Assert.Contains("the first 7 entries here are not those of the checkpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_moves_from_files_to_the_database_with_what_a_crash_left()
    {
        await using var writer = _log.Open();
        await TestLog.AppendAsync(writer, 0, 9);
        Copy("crashed");

        await using (var moved = Open("crashed"))
        {
            Assert.Equal(9, moved.DurableSize);
            await TestLog.AppendAsync(moved, 9, 1);
        }

        await AssertContinuesAsync(_log.LogDirectory, Path.Combine(_log.Directory, "crashed"), 10);
    }

    [Fact]
    public async Task A_log_over_a_database_is_not_written_without_it()
    {
        await using (var writer = Open())
        {
            await TestLog.AppendAsync(writer, 0, 1);
        }

        var error = Assert.Throws<LedgerUnavailableException>(() => _log.Open());
        Assert.Contains("become durable in a database, and none is named", error.Message, StringComparison.Ordinal);
        await Database.RunAsync("DELETE FROM ledger_heads");
        Assert.Contains("does not know this log", Assert.Throws<LedgerCorruptException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off")]
    [InlineData("local")]
    public async Task A_server_that_acknowledges_early_is_refused(string setting)
    {
        // a role of its own: the others of this server go on beside it
        var role = $"early_{setting}";
        await Database.RunAsync($"CREATE ROLE {role} LOGIN SUPERUSER; ALTER ROLE {role} SET synchronous_commit = {setting}");
        var early = new NpgsqlConnectionStringBuilder(await server.StartAsync(TestLog.Token)) { Username = role };
        await using var database = await TestDatabase.CreateAsync(early.ConnectionString);

        var error = Assert.ThrowsAny<IOException>(() => LedgerWriter.Open(_log.Options with { Database = database.Ledger }, TimeProvider.System));

        Assert.Contains($"synchronous_commit={setting}", error.Message, StringComparison.Ordinal);
    }

    private void Copy(string name)
    {
        foreach (var file in Directory.EnumerateFiles(_log.LogDirectory, "*", SearchOption.AllDirectories).Where(static f => !f.EndsWith("lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(_log.Directory, name, Path.GetRelativePath(_log.LogDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private LedgerWriter Open(string? name = null, bool copy = false, TimeSpan keep = default)
    {
        if (copy)
        {
            Copy(name!);
        }

        var directory = name is null ? _log.LogDirectory : Path.Combine(_log.Directory, name);
        return LedgerWriter.Open(_log.Options with { Directory = directory, Database = Database.Ledger with { Keep = keep } }, TimeProvider.System);
    }

    private async Task AssertContinuesAsync(string older, string newer, long size)
    {
        var checkpoint = await File.ReadAllBytesAsync(Path.Combine(older, "checkpoint"), TestLog.Token);
        var result = await LedgerVerification.VerifyAsync(
            newer, _log.VerifierKey, new Verification.LedgerVerificationOptions { OlderCheckpoints = [("older", checkpoint)] }, TestLog.Token);
        Assert.True(result.IsValid, result.Fault?.ToString());
        Assert.Equal(size, result.Checkpoint!.Size);
    }
}
