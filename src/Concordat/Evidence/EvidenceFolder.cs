using System.IO.Compression;

namespace Concordat.Evidence;

/// <summary>Where the files of a package are: in a folder, or taken out of a zip file for as long as they are needed.</summary>
internal sealed class EvidenceFolder : IDisposable
{
    private const long MaxBytes = 4L * 1024 * 1024 * 1024;
    private const int MaxFiles = 100_000;

    private readonly DirectoryInfo? _temporary;

    private EvidenceFolder(string path, DirectoryInfo? temporary)
    {
        Path = path;
        _temporary = temporary;
    }

    public string Path { get; }

    /// <exception cref="FormatException">Neither a folder nor a zip file, or one that is too large.</exception>
    public static EvidenceFolder Open(string path)
    {
        if (Directory.Exists(path))
        {
            return new EvidenceFolder(path, temporary: null);
        }

        if (!File.Exists(path))
        {
            throw new FormatException($"there is no folder or file `{path}`");
        }

        var temporary = Directory.CreateTempSubdirectory("concordat-evidence-");
        try
        {
            using var zip = ZipFile.OpenRead(path);
            if (zip.Entries.Count > MaxFiles || zip.Entries.Sum(static e => e.Length) > MaxBytes)
            {
                throw new FormatException($"`{path}` holds more than an evidence package can");
            }

            zip.ExtractToDirectory(temporary.FullName);
            return new EvidenceFolder(temporary.FullName, temporary);
        }
        catch (InvalidDataException e)
        {
            temporary.Delete(recursive: true);
            throw new FormatException($"`{path}` is not a zip file", e);
        }
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public void Dispose() => _temporary?.Delete(recursive: true);
}
