using System.Diagnostics;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Durability;

/// <summary>A small file system of its own, which a test can fill or freeze. Needs root and the right to mount.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private SmallDisk(TemporaryFolder folder) => _folder = folder;

    public string Mount => _folder.File("mount");

    private string Ballast => Path.Combine(Mount, "ballast");

    /// <summary>A file system in a file, so that it is a real one: ext4 with its journal.</summary>
    public static async Task<SmallDisk> MakeAsync(int megabytes, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "mounting a small file system needs root");
        var disk = new SmallDisk(new TemporaryFolder());
        Directory.CreateDirectory(disk.Mount);
        var image = disk._folder.File("image");
        await using (var file = File.Create(image))
        {
            file.SetLength(megabytes * 1024L * 1024);
        }

        var made = await CommandRun.OfAsync("bash", ["-c", $"PATH=$PATH:/usr/sbin:/sbin; mkfs.ext4 -q -m 0 '{image}' && mount -o loop '{image}' '{disk.Mount}'"], cancellationToken);
        if (made.Code != 0)
        {
            disk._folder.Dispose();
            Assert.Skip($"a file system cannot be mounted here: {made.Error}");
        }

        return disk;
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        try
        {
            using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
            var block = new byte[4096];
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // full, as wanted
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    /// <summary>Lets nobody open a file for writing, make one or rename one any more: EROFS.</summary>
    /// <remarks>
    /// The kernel remounts no file system that has files open for writing: it is mounted over itself, read-only. Files that are open stay so.
    /// One that was opened between the two steps keeps the second from being done: both are done again.
    /// </remarks>
    public Task MakeReadOnlyAsync(CancellationToken cancellationToken) => RunAsync(
        $"for i in {{1..50}}; do mount --bind '{Mount}' '{Mount}' && mount -o remount,bind,ro '{Mount}' && exit 0; umount --lazy '{Mount}'; done; exit 1", cancellationToken);

    public Task MakeWritableAsync(CancellationToken cancellationToken) => RunAsync($"umount --lazy '{Mount}'", cancellationToken);

    /// <summary>Lets no write come back for some seconds. It thaws by itself, whatever becomes of this process.</summary>
    public Process FreezeFor(int seconds) => Process.Start(new ProcessStartInfo(
        "bash", ["-c", $"PATH=$PATH:/usr/sbin:/sbin; fsfreeze -f '{Mount}'; sleep {seconds}; fsfreeze -u '{Mount}'"])
    {
        UseShellExecute = false,
    })!;

    public async ValueTask DisposeAsync()
    {
        await RunAsync($"while umount '{Mount}' 2>/dev/null; do :; done; ! mountpoint -q '{Mount}'", CancellationToken.None);
        _folder.Dispose();
    }

    private static async Task RunAsync(string command, CancellationToken cancellationToken)
    {
        var run = await CommandRun.OfAsync("bash", ["-c", $"PATH=$PATH:/usr/sbin:/sbin; {command}"], cancellationToken);
        Assert.True(run.Code == 0, run.ToString());
    }
}
