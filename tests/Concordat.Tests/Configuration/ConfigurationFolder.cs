using Concordat.Configuration;

namespace Concordat.Tests.Configuration;

/// <summary>A folder with the complete configuration and every file it names.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ConfigurationFolder(string? text = null)
    {
        string[] named = ["agreement.dsse.json", "safeguards.dsse.json", "keys/department.pub.pem", "keys/vendor.pub.pem", "keys/ledger.key.pem", "keys/vendor-2.secret"];
        foreach (var name in named)
        {
            _folder.Write(name, name);
        }

        Write(text ?? CompleteText);
    }

    public static string CompleteText { get; } = File.ReadAllText(Repository.Path("tests/cases/configuration/complete.yaml"));

    public string FullName => _folder.FullName;

    public string ConfigurationPath => _folder.File("concordat.yaml");

    public void Write(string text) => _folder.Write("concordat.yaml", text);

    public void WriteFile(string name, string text) => _folder.Write(name, text);

    public ConfigurationLoad Load() => ConfigurationFile.Load(ConfigurationPath, Environment);

    public static string? Environment(string name) => name is "VENDOR_KEY" ? "secret" : null;

    public void Dispose() => _folder.Dispose();
}
