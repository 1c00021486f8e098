using Concordat.Agreements.Documents;

namespace Concordat.Agreements;

/// <summary>The agreement that ships with the product, inside the binaries.</summary>
public static class BaseAgreement
{
    private const string Prefix = "agreements/base/";

    /// <summary>Writes its folder: agreement.json, agreement.md, clauses.cedar, facts.cedarschema, facts.md, authorities.json.</summary>
    /// <param name="directory">Created where it does not exist; files that exist are never overwritten.</param>
    /// <exception cref="IOException">A file exists, or cannot be written.</exception>
    public static void WriteTo(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var file in AgreementSource.Files)
        {
            using var resource = Open(file);
            using var target = new FileStream(Path.Combine(directory, file), FileMode.CreateNew, FileAccess.Write);
            resource.CopyTo(target);
        }
    }

    /// <summary>The texts of its folder.</summary>
    internal static AgreementSource Source { get; } = SourceReader.Read(ReadText, "agreements/base").Source
        ?? throw new InvalidOperationException("the base agreement cannot be read");

    /// <summary>Its id, the same over its amendments.</summary>
    public static string Id => Source.Metadata.Id;

    /// <summary>One of its files, as text.</summary>
    public static string ReadText(string file)
    {
        using var reader = new StreamReader(Open(file));
        return reader.ReadToEnd();
    }

    private static Stream Open(string file) =>
        typeof(BaseAgreement).Assembly.GetManifestResourceStream(Prefix + file)
        ?? throw new FileNotFoundException($"the base agreement has no file `{file}`", file);
}
