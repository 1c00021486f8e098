using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Concordat.Signing.Tests.Kit;

/// <summary>A real token of SoftHSM, made for one test. All tokens of a test process stand in one store, because a module is started once.</summary>
internal sealed partial class SoftHsm
{
    public const string Pin = "24681357";

    private const string SoPin = "13572468";

    private static readonly string[] Places = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so"];
    private static readonly Lock Making = new();
    private static readonly string Store = MakeStore();
    private static int _made;

    private readonly string _folder;

    private SoftHsm(string label, string folder) => (Label, _folder) = (label, folder);

    public static string? Module => Array.Find(Places, File.Exists);

    public string Label { get; }

    /// <summary>Makes a token; without SoftHSM the test is skipped.</summary>
    /// <param name="label">Its label; one of its own when left out.</param>
    public static SoftHsm Create(string? label = null)
    {
        Assert.SkipWhen(Module is null, "SoftHSM is not installed (eng/setup installs it)");
        lock (Making)
        {
            label ??= string.Create(CultureInfo.InvariantCulture, $"token {++_made}");
            var before = Directory.GetDirectories(Path.Combine(Store, "tokens"));
            Util("--init-token", "--free", "--label", label, "--pin", Pin, "--so-pin", SoPin);
            return new SoftHsm(label, Directory.GetDirectories(Path.Combine(Store, "tokens")).Except(before, StringComparer.Ordinal).Single());
        }
    }

    /// <summary>Puts a key onto the token.</summary>
    /// <returns>Its URI.</returns>
    public string Import(SigningKey key, string label = "log", string id = "a1")
    {
        var file = Path.Combine(Store, Guid.CreateVersion7().ToString("N") + ".pem");
        File.WriteAllText(file, key.ToPem());
        lock (Making)
        {
            Util("--import", file, "--token", Label, "--label", label, "--id", id, "--pin", Pin);
        }

        File.Delete(file);
        return Uri(label);
    }

    public string Uri(string key) => $"pkcs11:token={System.Uri.EscapeDataString(Label)};object={System.Uri.EscapeDataString(key)};type=private?module-path={Module}";

    /// <summary>Pulls the token out.</summary>
    public void Remove() => Directory.Move(_folder, Away);

    /// <summary>Plugs it in again.</summary>
    public void Return() => Directory.Move(Away, _folder);

    /// <summary>From now on the module does not come back from its next call: a file that it reads in each has become a pipe that nobody writes to.</summary>
    public void Hang()
    {
        File.Move(Generation, Generation + ".kept");
        Assert.Equal(0, MakePipe(Generation, 0b110_110_110));
    }

    /// <summary>Lets the call that hangs come back, and those after it.</summary>
    public void LetGo()
    {
        using var pipe = new FileStream(Generation, FileMode.Open, FileAccess.Write); // once it is at the other end
        File.Move(Generation + ".kept", Generation, overwrite: true);
    }

    private string Generation => Path.Combine(_folder, "generation");

    private string Away => Path.Combine(Store, "away-" + Path.GetFileName(_folder));

    private static string MakeStore()
    {
        var store = Directory.CreateTempSubdirectory("concordat-softhsm-").FullName;
        Directory.CreateDirectory(Path.Combine(store, "tokens"));
        var configuration = Path.Combine(store, "softhsm2.conf");
        File.WriteAllText(configuration, $"directories.tokendir = {Path.Combine(store, "tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n");
        SetVariable("SOFTHSM2_CONF", configuration, 1); // the module reads the environment of C, which the framework does not change
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(store, recursive: true);
        return store;
    }

    private static void Util(params string[] arguments)
    {
        var start = new ProcessStartInfo("softhsm2-util", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["SOFTHSM2_CONF"] = Path.Combine(Store, "softhsm2.conf");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output.Result + error.Result);
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MakePipe(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
