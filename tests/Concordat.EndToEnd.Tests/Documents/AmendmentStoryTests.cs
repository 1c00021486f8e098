using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Documents;

/// <summary>The commands of "How an amendment is proven", typed as they stand, print what stands beneath them.</summary>
public sealed class AmendmentStoryTests
{
    private const string Story = "docs/explanation/how-an-amendment-is-proven.md";

    [Fact]
    public async Task Each_command_prints_what_the_story_shows()
    {
        using var folder = new TemporaryFolder();
        var root = Root();
        Directory.CreateSymbolicLink(folder.File("agreements"), Path.Combine(root, "agreements"));
        var commands = Commands(await File.ReadAllLinesAsync(Path.Combine(root, Story), TestContext.Current.CancellationToken)).ToList();
        Assert.True(commands.Count >= 6);
        foreach (var (command, shown) in commands)
        {
            var run = await CommandRun.BashAsync($"cd '{folder.FullName}' && {command}", TestContext.Current.CancellationToken);
            var at = 0;
            foreach (var part in string.Join('\n', shown).Split("…\n", StringSplitOptions.RemoveEmptyEntries).Select(part => part.TrimEnd('…', '\n')).Where(part => part.Length > 0))
            {
                var found = run.Output.IndexOf(part, at, StringComparison.Ordinal);
                Assert.True(found >= 0, $"{command} does not print\n{part}\nbut\n{run.Output}{run.Error}");
                at = found + part.Length;
            }
        }
    }

    // Commands stand indented after `$ `, what they print beneath them; `…` stands for lines left out.
    private static IEnumerable<(string Command, List<string> Shown)> Commands(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("    $ ", StringComparison.Ordinal))
            {
                continue;
            }

            var shown = new List<string>();
            for (var next = i + 1; next < lines.Length && (lines[next].StartsWith("    ", StringComparison.Ordinal) || lines[next].Length == 0) && !lines[next].StartsWith("    $ ", StringComparison.Ordinal); next++)
            {
                shown.Add(lines[next].Length == 0 ? "" : lines[next][4..]);
            }

            yield return (lines[i]["    $ ".Length..], shown);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Concordat.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests must run from inside the repository");
    }
}
