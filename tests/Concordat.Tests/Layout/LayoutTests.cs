using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Concordat.Tests.Layout;

/// <summary>The shape of the house: which room may open on which, and what no file may hold.</summary>
public sealed partial class LayoutTests
{
    // Arrows point one way; a room that is not named here does not exist.
    private static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        ["Concordat.Signing"] = [],
        ["Concordat.Cedar"] = [],
        ["Concordat.Safeguards"] = [],
        ["Concordat.Ledger"] = ["Concordat.Signing"],
        ["Concordat.Attestation"] = ["Concordat.Signing"],
        ["Concordat.Agreements"] = ["Concordat.Cedar", "Concordat.Signing"],
        ["Concordat.Oversight"] = ["Concordat.Agreements"],
        ["Concordat.Gateway"] = ["Concordat.Attestation", "Concordat.Ledger", "Concordat.Oversight", "Concordat.Safeguards"],
        ["Concordat.Console"] = ["Concordat.Ledger", "Concordat.Oversight"],
        ["Concordat.Client"] = ["Concordat.Ledger"],
        ["Concordat"] = ["Concordat.Client", "Concordat.Console", "Concordat.Gateway"],
    };

    private static readonly string[] WebRooms = ["Concordat.Gateway", "Concordat.Console", "Concordat"];

    private static readonly IReadOnlyList<string> Tracked = ListTracked();

    public static TheoryData<string> RoomNames => [.. Rooms.Keys];

    [Fact]
    public void The_rooms_are_those_of_the_design() =>
        Assert.Equal(
            Rooms.Keys.Order(StringComparer.Ordinal),
            Directory.GetDirectories(Repository.Path("src")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_opens_only_on_the_rooms_it_may(string room)
    {
        var referenced = Project(room).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Equal(Rooms[room], referenced.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_library_room_does_not_know_the_web(string room)
    {
        if (WebRooms.Contains(room, StringComparer.Ordinal))
        {
            return;
        }

        var project = Project(room);
        Assert.Equal("Microsoft.NET.Sdk", project.Root!.Attribute("Sdk")!.Value);
        Assert.Empty(project.Descendants("FrameworkReference"));
        Assert.DoesNotContain(Sources($"src/{room}/"), file => Text(file).Contains("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_has_its_tests(string room) =>
        Assert.True(File.Exists(Repository.Path($"tests/{room}.Tests/{room}.Tests.csproj")), $"tests/{room}.Tests is missing");

    [Fact]
    public void A_source_file_holds_one_type_of_its_own_name() =>
        Assert.Equal("", string.Join('\n', Sources("src/").Where(file => !HoldsItsType(file))));

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Assert.Equal("", string.Join('\n', Sources("src/").Where(file => File.ReadLines(Repository.Path(file)).Count() > 400)));

    [Fact]
    public void No_tracked_file_names_a_place_on_a_machine()
    {
        // The words are put together here so that this file does not hold them.
        string[] places = ["/" + "work/", "/" + "tmp/wt", "/" + "root/"];
        var found = Tracked
            .Where(file => new FileInfo(Repository.Path(file)) is { Exists: true, Length: < 1_000_000 })
            .SelectMany(file => places.Where(place => Text(file).Contains(place, StringComparison.Ordinal)).Select(place => $"{file}: {place}"));

        Assert.Equal("", string.Join('\n', found));
    }

    private static bool HoldsItsType(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (name is "Program" or "GlobalUsings" or "AssemblyInfo")
        {
            return true;
        }

        var types = TopLevelType().Matches(Text(file)).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        return types is [var only] && (only.Equals(name, StringComparison.Ordinal) || name.StartsWith(only + ".", StringComparison.Ordinal));
    }

    private static XDocument Project(string room) => XDocument.Load(Repository.Path($"src/{room}/{room}.csproj"));

    private static IEnumerable<string> Sources(string under) =>
        Tracked.Where(file => file.StartsWith(under, StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    private static string Text(string file) => File.ReadAllText(Repository.Path(file));

    private static string[] ListTracked()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z"]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, UseShellExecute = false };
        using var git = Process.Start(start)!;
        var files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return [.. files.Where(file => File.Exists(Repository.Path(file)))];
    }

    // File-scoped namespaces put top-level types at the start of a line; members are indented.
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe|delegate|async)\s+)*(?:class|struct|interface|enum|record(?:\s+struct|\s+class)?|delegate\s+[^\s(]+)\s+(?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TopLevelType();
}
