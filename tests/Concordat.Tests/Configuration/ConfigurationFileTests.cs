using System.Text;
using System.Text.Json;
using Concordat.Gateway.Configuration;

namespace Concordat.Tests.Configuration;

public sealed class ConfigurationFileTests
{
    public static TheoryData<string> CaseNames => [.. ErrorCase.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Every_error_is_told_with_its_place(string name)
    {
        var example = ErrorCase.All.Single(c => c.Name.Equals(name, StringComparison.Ordinal));
        var text = ConfigurationFolder.CompleteText;
        var at = text.IndexOf(example.Replace, StringComparison.Ordinal);
        Assert.True(at >= 0, $"`{example.Replace}` is not in complete.yaml");
        using var folder = new ConfigurationFolder(string.Concat(text.AsSpan(0, at), example.With, text.AsSpan(at + example.Replace.Length)));

        var load = folder.Load();

        Assert.Null(load.Config);
        Assert.Equal(example.Errors, load.Errors.Select(e => $"{e.Line}:{e.Column}: {e.Message}"));
        Assert.DoesNotContain(load.Errors, e => e.Message.Contains("very-secret", StringComparison.Ordinal) || e.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_key_arrives_in_its_record()
    {
        using var folder = new ConfigurationFolder();

        var load = folder.Load();

        Assert.Empty(load.Errors);
        var config = load.Config!;
        Assert.Equal("http://127.0.0.1:8787", config.Listen);
        Assert.Equal(["Example Department", "Example Vendor"], config.Parties.Select(p => p.Name));
        Assert.Equal("example.org/concordat", config.Ledger.Origin);
        Assert.Equal(TimeSpan.FromMilliseconds(500), config.Ledger.CheckpointInterval);
        Assert.Equal(["USA", "GBR"], config.Network.Nations);
        Assert.Equal(new SourceConfig { Id = "maintenance-log", Kind = "operational", UsPersonData = "no" }, config.Sources[0]);
        Assert.Equal("unknown", config.Sources[1].UsPersonData);
        Assert.Equal([("pace", "requests", "second", 20m, false), ("radar-day", "tokens", "day", 5_000_000m, true)], config.Budgets.Select(b => (b.Name, b.Count, b.Per!, b.Most, b.Hard)));
        Assert.Equal(["key"], config.Budgets[0].Each);
        Assert.Equal("force", config.Tools[1].Effect);
        var useCase = Assert.Single(config.UseCases);
        Assert.Equal("general", useCase.Readiness);
        Assert.True(useCase.HumanDecider);
        Assert.Equal(["maintenance", "translation"], useCase.Functions);
        Assert.Equal("2026-01-01", config.Deployments[1].ApiVersion);
        Assert.Equal(TimeSpan.FromMinutes(2), config.Deployments[1].Timeout);
        Assert.Equal(TimeSpan.FromHours(1), config.Deployments[1].FirstByteTimeout);
        Assert.Equal("VENDOR_KEY", config.Deployments[1].Key!.Env);
        Assert.Equal(2 * 1024 * 1024, config.Limits.BodyBytes);
        Assert.Equal(8 * 1024 * 1024, config.Limits.AnswerBytes);
    }

    [Fact]
    public void Relative_paths_start_from_the_folder_of_the_file()
    {
        using var folder = new ConfigurationFolder();

        var config = folder.Load().Config!;

        Assert.Equal(Path.Combine(folder.FullName, "data"), config.Data);
        Assert.Equal(Path.Combine(folder.FullName, "agreement.dsse.json"), config.Agreement);
        Assert.Equal(Path.Combine(folder.FullName, "keys", "vendor.pub.pem"), config.Parties[1].Key);
        Assert.Equal(Path.Combine(folder.FullName, "keys", "ledger.key.pem"), config.Ledger.Key);
        Assert.Equal(Path.Combine(folder.FullName, "keys", "vendor-2.secret"), config.Deployments[2].Key!.File);
    }

    [Fact]
    public void What_is_left_out_has_the_default_of_the_record()
    {
        var text = ConfigurationFolder.CompleteText;
        using var folder = new ConfigurationFolder(text[..text.IndexOf("limits:", StringComparison.Ordinal)] + "safeguards: safeguards.dsse.json\n");

        var config = folder.Load().Config!;

        Assert.Equal(new LimitsConfig(), config.Limits);
        Assert.Equal("unknown", config.Deployments[0].Hosting);
        Assert.Null(config.Deployments[0].Evidence);
        Assert.Equal(new DeploymentConfig { Name = "", Model = "", Kind = "" }.Timeout, config.Deployments[0].Timeout);
    }

    [Theory]
    [InlineData("agreement.dsse.json", "4:12: `agreement` names a file that does not exist")]
    [InlineData("keys/vendor.pub.pem", "7:48: `parties[1].key` names a file that does not exist")]
    [InlineData("keys/ledger.key.pem", "10:8: `ledger.key` names a file that does not exist")]
    public void A_file_that_is_named_must_exist(string file, string error)
    {
        using var folder = new ConfigurationFolder();
        File.Delete(Path.Combine(folder.FullName, file));

        var found = Assert.Single(folder.Load().Errors);

        Assert.StartsWith(error, $"{found.Line}:{found.Column}: {found.Message}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_that_is_a_file_is_refused()
    {
        using var folder = new ConfigurationFolder();
        folder.WriteFile("data", "");

        Assert.Equal("`data` must be a folder, and this is a file", Assert.Single(folder.Load().Errors).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a remark\n")]
    [InlineData("---\n...\n")]
    public void An_empty_file_points_at_init(string text)
    {
        using var folder = new ConfigurationFolder(text);

        Assert.Contains("concordat init", Assert.Single(folder.Load().Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("listen: [")]
    [InlineData("listen: \"never ends")]
    [InlineData("a: b: c")]
    [InlineData("listen: x\n  data: y")]
    [InlineData("? {a: b}\n: c")]
    public void Broken_syntax_is_one_error_with_its_place(string text)
    {
        using var folder = new ConfigurationFolder(text);

        var error = Assert.Single(folder.Load().Errors);

        Assert.True(error is { Line: >= 1, Column: >= 1 });
        Assert.StartsWith(folder.ConfigurationPath + ":", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_and_no_exception()
    {
        using var folder = new ConfigurationFolder();
        File.Delete(folder.ConfigurationPath);

        Assert.Contains("there is no such file", Assert.Single(folder.Load().Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        using var folder = new ConfigurationFolder();
        File.WriteAllBytes(folder.ConfigurationPath, [.. Encoding.UTF8.GetBytes("listen: "), 0xff, 0xfe]);

        Assert.Equal("the file is not valid UTF-8", Assert.Single(folder.Load().Errors).Message);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        using var folder = new ConfigurationFolder("listen: " + new string('[', 5000) + new string(']', 5000));

        Assert.Equal("nested deeper than 32 levels", Assert.Single(folder.Load().Errors).Message);
    }

    [Fact]
    public void A_file_without_bounds_is_refused()
    {
        using var folder = new ConfigurationFolder("# " + new string('x', 2_000_000));

        Assert.StartsWith("the file is larger than", Assert.Single(folder.Load().Errors).Message, StringComparison.Ordinal);
    }

    private sealed record ErrorCase(string Name, string Replace, string With, IReadOnlyList<string> Errors)
    {
        private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

        public static IReadOnlyList<ErrorCase> All { get; } = JsonSerializer.Deserialize<List<ErrorCase>>(
            File.ReadAllText(Repository.Path("tests/cases/configuration/errors.json")), Web)!;
    }
}
