using System.Collections.Immutable;

namespace Concordat.Cedar.Conformance;

/// <summary>Runs a directory in the form of the public <c>cedar-policy/cedar-integration-tests</c>.</summary>
public static class ConformanceSuite
{
    private static readonly string[] Folders = ["tests", "corpus-tests"];

    /// <summary>Runs every case below <c>tests</c> and <c>corpus-tests</c>, in order of path.</summary>
    /// <param name="directory">The copy of the suite; cases name their files from here.</param>
    /// <param name="cancellationToken">Stops between cases.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ConformanceReport Run(string directory, CancellationToken cancellationToken)
    {
        var failures = ImmutableArray.CreateBuilder<ConformanceFailure>();
        var (cases, requests) = (0, 0);
        foreach (var file in FindCases(directory))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var run = new ConformanceCase(directory, file);
            run.Run();
            cases++;
            requests += run.Requests;
            failures.AddRange(run.Failures.Select(message => new ConformanceFailure(file, message)));
        }

        return new ConformanceReport(cases, requests, failures.DrainToImmutable());
    }

    private static IEnumerable<string> FindCases(string directory) =>
        Folders
            .Select(folder => Path.Combine(directory, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith(".entities.json", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(directory, file))
            .Order(StringComparer.Ordinal);
}
