namespace Concordat.Agreements.Tests.Kit;

/// <summary>A folder of its own for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("concordat-agreements-").FullName;

    /// <summary>A copy of the base agreement in it.</summary>
    public string WithBase()
    {
        var folder = System.IO.Path.Combine(Path, "agreement");
        BaseAgreement.WriteTo(folder);
        return folder;
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
