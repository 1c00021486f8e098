namespace Concordat.Cedar.Tests.Oracle;

/// <summary>Where things of the repository are that these tests read.</summary>
internal static class OracleFiles
{
    public static string Agreements { get; } = Path.Combine(Root(), "agreements");

    public static string Oracle { get; } = Path.Combine(Root(), "tests", "cedar-oracle");

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Concordat.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("the tests must run from inside the repository");
    }
}
