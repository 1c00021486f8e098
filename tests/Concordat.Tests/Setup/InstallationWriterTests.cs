using System.Runtime.Versioning;
using Concordat.Agreements;
using Concordat.Commands;
using Concordat.Configuration;
using Concordat.Setup;
using Concordat.Signing;

namespace Concordat.Tests.Setup;

public sealed class InstallationWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("installation");

    [Fact]
    public void A_new_installation_can_serve_as_it_is()
    {
        Write();

        var load = ConfigurationFile.Load(Path.Combine(Target, "concordat.yaml"), _ => null);
        Assert.Empty(load.Errors);
        var agreement = AgreementFolder.Load(load.Config!.Agreement, TrustedParties.Of(load.Config), TimeProvider.System.GetUtcNow());
        Assert.True(agreement.IsLoaded, string.Join('\n', agreement.Diagnostics));
        Assert.Equal(["Dept", "Vend"], agreement.Agreement.Signers.Select(s => s.Name));
        using var ledger = SigningKey.Load(load.Config.Ledger.Key);
        Assert.Equal(SignatureAlgorithm.Ed25519, ledger.Algorithm);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Private_keys_are_readable_by_their_owner_alone()
    {
        Write();

        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(Target, "keys")) & others);
        foreach (var name in (string[])["department", "vendor", "ledger"])
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Target, "keys", name + ".key.pem")));
        }
    }

    [Fact]
    public void Two_installations_share_no_key()
    {
        Write();
        InstallationWriter.Write(new InstallationPlan(_folder.File("other"), "Dept", "Vend"));

        var keys = Directory.GetFiles(_folder.FullName, "*.pub.pem", SearchOption.AllDirectories).Select(file => VerifyingKey.Load(file).KeyId);

        Assert.Equal(14, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_folder_that_holds_something_is_left_as_it_is()
    {
        var present = _folder.Write("installation/notes.txt", "mine");

        var refusal = Assert.Throws<IOException>(Write);

        Assert.Contains("already holds `notes.txt`", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([present], Directory.GetFiles(Target));
    }

    [Fact]
    public void An_empty_folder_may_be_filled()
    {
        Directory.CreateDirectory(Target);

        Write();

        Assert.True(File.Exists(Path.Combine(Target, "concordat.yaml")));
        Assert.Equal([Target], Directory.GetDirectories(_folder.FullName));
    }

    public void Dispose() => _folder.Dispose();

    private void Write() => InstallationWriter.Write(new InstallationPlan(Target, "Dept", "Vend"));
}
