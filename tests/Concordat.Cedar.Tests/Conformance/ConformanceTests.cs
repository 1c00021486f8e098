namespace Concordat.Cedar.Tests.Conformance;

/// <summary>
/// The public Cedar integration tests. A part of them is in the repository; all of them run where
/// <c>CEDAR_INTEGRATION_TESTS</c> names the directory of a copy.
/// </summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private static readonly string[] Folders = ["tests", "corpus-tests"];

    [Fact]
    public void Official_cases_come_out_as_expected()
    {
        var copy = Environment.GetEnvironmentVariable("CEDAR_INTEGRATION_TESTS");
        Assert.Empty(RunAll(string.IsNullOrEmpty(copy) ? Path.Combine(AppContext.BaseDirectory, "cases") : copy));
    }

    private List<string> RunAll(string root)
    {
        var failures = new List<string>();
        var cases = Folders
            .Select(folder => Path.Combine(root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith(".entities.json", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(root, file))
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.NotEmpty(cases);
        foreach (var file in cases)
        {
            try
            {
                failures.AddRange(new ConformanceCase(root, file).Run().Select(fault => $"{file}: {fault}"));
            }
            catch (CedarParseException fault)
            {
                failures.Add($"{file}: {fault.Message}");
            }
        }

        var failed = failures.Select(failure => failure.Split(": ")[0]).Distinct(StringComparer.Ordinal).Count();
        output.WriteLine($"{cases.Length - failed} of {cases.Length} cases pass");
        foreach (var failure in failures.Take(50))
        {
            output.WriteLine(failure);
        }

        return failures;
    }
}
