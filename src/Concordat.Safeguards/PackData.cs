using System.Security.Cryptography;
using System.Text;

namespace Concordat.Safeguards;

/// <summary>The data files that ship inside this library, each pinned by its hash in <c>pack.txt</c>.</summary>
internal static class PackData
{
    private static readonly Lazy<byte[]> _manifest = new(() => ReadUnchecked("pack.txt"));

    /// <summary>The list of the files: a line each, SHA-256 in hexadecimal, two spaces, name, as <c>sha256sum</c> writes it.</summary>
    public static ReadOnlySpan<byte> Manifest => _manifest.Value;

    /// <summary>One whole, where the library's own file is mapped: nothing is copied, and it is there as long as the process.</summary>
    /// <exception cref="InvalidOperationException">There is no such file, or it is not the one that the pack pins.</exception>
    public static ReadOnlyMemory<byte> Read(string name)
    {
        var mapped = new MappedResource(Open(name)).Memory;
        var data = mapped.Span;
        if (Manifest.IndexOf(Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(data))}  {name}\n")) < 0)
        {
            throw new InvalidOperationException($"the safeguard pack's `{name}` is not the file that its list `pack.txt` pins");
        }

        return mapped;
    }

    private static Stream Open(string name) => typeof(PackData).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"the safeguard pack misses its resource `{name}`");

    private static byte[] ReadUnchecked(string name)
    {
        using var stream = Open(name);
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        return data;
    }
}
