namespace Concordat.Safeguards;

/// <summary>The data files that ship inside this library.</summary>
internal static class PackData
{
    /// <summary>Reads one whole.</summary>
    /// <exception cref="InvalidOperationException">There is no such file.</exception>
    public static byte[] Read(string name)
    {
        using var stream = typeof(PackData).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the safeguard pack misses its resource `{name}`");
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        return data;
    }
}
