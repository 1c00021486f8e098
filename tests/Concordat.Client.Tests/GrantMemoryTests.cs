using System.Diagnostics;
using System.Text;

namespace Concordat.Client.Tests;

/// <summary>No grant is carried out twice: not by two threads or processes, not after a restart, and not when the clock goes back.</summary>
public sealed class GrantMemoryTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("concordat-client-").FullName;

    private string Path => System.IO.Path.Combine(_directory, "grants.used");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_grant_is_carried_out_once_and_what_is_none_never()
    {
        using var file = GrantMemoryFile.Open(Path);
        foreach (var memory in (IGrantMemory[])[new GrantMemory(), file])
        {
            Assert.True(memory.TryUse(Grant("aa"), Now));
            Assert.False(memory.TryUse(Grant("aa"), Now));
            Assert.True(memory.TryUse(Grant("ab"), Now));
            Assert.False(memory.TryUse(new GrantResult("the grant has expired", null, null, []), Now));
            Assert.False(memory.TryUse(Grant("ac") with { Expires = null }, Now));
            Assert.False(memory.TryUse(Grant("ac", hours: -1), Now));
            foreach (var nonce in (string[])["", "a b", "a\nb", "-", new string('a', 129)])
            {
                Assert.False(memory.TryUse(Grant(nonce), Now));
            }
        }
    }

    [Fact]
    public void A_replay_after_a_restart_is_refused()
    {
        using (var before = GrantMemoryFile.Open(Path))
        {
            Assert.True(before.TryUse(Grant("aa"), Now));
        }

        using var after = GrantMemoryFile.Open(Path);
        Assert.False(after.TryUse(Grant("aa"), Now));
        Assert.True(after.TryUse(Grant("ab"), Now));
    }

    [Fact]
    public void Of_many_threads_one_carries_it_out()
    {
        using var file = GrantMemoryFile.Open(Path);
        var used = 0;
        Parallel.For(0, 64, i => Interlocked.Add(ref used, file.TryUse(Grant($"n{i % 4}"), Now) ? 1 : 0));

        Assert.Equal(4, used);
    }

    [Fact]
    public void A_second_one_cannot_open_the_file_before_the_first_is_done_with_it()
    {
        using (var first = GrantMemoryFile.Open(Path))
        {
            Assert.True(first.TryUse(Grant("aa"), Now));
            Assert.Throws<IOException>(() => GrantMemoryFile.Open(Path));
            Assert.NotEqual(0, Flock("-n", $"{Path}.lock", "true").ExitCode); // another process
            Assert.True(first.TryUse(Grant("ab"), Now));
        }

        using var second = GrantMemoryFile.Open(Path);
        Assert.False(second.TryUse(Grant("ab"), Now));
    }

    [Fact]
    public async Task Another_process_that_has_it_keeps_this_one_out()
    {
        using var other = Start($"{Path}.lock", "sh", "-c", "echo held; read line");
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        Assert.Throws<IOException>(() => GrantMemoryFile.Open(Path));

        await other.StandardInput.WriteLineAsync("go");
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var opened = GrantMemoryFile.Open(Path);
        Assert.True(opened.TryUse(Grant("aa"), Now));
    }

    [Fact]
    public void A_torn_last_line_is_cut_off_wherever_it_was_torn_and_what_stands_before_it_counts()
    {
        using (var file = GrantMemoryFile.Open(Path))
        {
            Assert.True(file.TryUse(Grant("aa"), Now));
            Assert.True(file.TryUse(Grant("bb"), Now));
        }

        var whole = File.ReadAllBytes(Path);
        var second = whole.AsSpan().IndexOf((byte)'\n') + 1;
        for (var cut = second; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(Path, whole[..cut]);
            using (var torn = GrantMemoryFile.Open(Path))
            {
                Assert.False(torn.TryUse(Grant("aa"), Now));
                Assert.True(torn.TryUse(Grant("cc"), Now));
            }

            using var again = GrantMemoryFile.Open(Path);
            Assert.False(again.TryUse(Grant("cc"), Now));
            Assert.True(again.TryUse(Grant("bb"), Now));
        }
    }

    [Theory]
    [InlineData("garbage\n")]
    [InlineData("\n")]
    [InlineData("aa\n")]
    [InlineData("aa 2026-11-22\n")]
    [InlineData("aa 2026-11-22T13:00:00.0000000Z\n- 2026-11-22T13:00:00.0000000Z\n")]
    [InlineData("aa 2026-11-22T13:00:00.0000000Z more\n")]
    public void A_file_that_says_something_else_is_refused(string text)
    {
        File.WriteAllText(Path, text);

        Assert.Throws<FormatException>(() => GrantMemoryFile.Open(Path));
        File.Delete(Path);
        GrantMemoryFile.Open(Path).Dispose(); // the lock went with it
    }

    [Fact]
    public void What_has_expired_is_dropped_and_holds_no_more_though_the_clock_goes_back()
    {
        const int many = 5_000;
        var text = new StringBuilder();
        for (var i = 0; i < many; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"n{i} 2026-11-22T13:00:00.0000000Z\n");
        }

        File.WriteAllText(Path, text.ToString());
        using (var file = GrantMemoryFile.Open(Path))
        {
            Assert.False(file.TryUse(Grant("n7"), Now));
            for (var i = 0; i < many; i++)
            {
                Assert.True(file.TryUse(Grant($"m{i}", hours: 26), Now.AddHours(i < 4_000 ? 25 : 2)));
            }

            Assert.True(File.ReadLines(Path).Count() <= many + 1);
            Assert.False(file.TryUse(Grant("n7"), Now));
        }

        using var after = GrantMemoryFile.Open(Path);
        Assert.False(after.TryUse(Grant("n7"), Now));
        Assert.False(after.TryUse(Grant("new"), Now)); // it could be one of those that were forgotten
        Assert.False(after.TryUse(Grant("m7", hours: 26), Now.AddHours(2)));
        Assert.True(after.TryUse(Grant("new", hours: 26), Now.AddHours(2)));
    }

    [Fact]
    public void A_memory_that_was_let_go_takes_nothing()
    {
        var file = GrantMemoryFile.Open(Path);
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => file.TryUse(Grant("aa"), Now));
    }

    private static GrantResult Grant(string nonce, int hours = 1) => new(null, "case_1", nonce, ["commander"]) { Expires = Now.AddHours(hours) };

    private static Process Flock(params string[] arguments)
    {
        var process = Start(arguments);
        process.StandardInput.Close();
        process.WaitForExit();
        return process;
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("flock", arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
}
