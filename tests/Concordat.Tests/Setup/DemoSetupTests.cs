using Concordat.Commands;
using Concordat.Gateway.Configuration;
using Concordat.Setup;
using Concordat.Tests.Configuration;

namespace Concordat.Tests.Setup;

public sealed class DemoSetupTests
{
    [Fact]
    public void A_demo_listens_on_this_machine_alone_whatever_the_file_says()
    {
        var config = Config() with { Listen = "http://0.0.0.0:80" };

        Assert.Equal("http://127.0.0.1:4711", DemoSetup.Read(4711, null, null, _ => null).Adapt(config).Listen);
    }

    [Fact]
    public void An_upstream_becomes_a_deployment_beside_the_sandbox()
    {
        var config = DemoSetup.Read(0, "http://127.0.0.1:9/v1", "mock-1", _ => null).Adapt(Config());

        var upstream = config.Deployments[0];
        Assert.Equal(("mock-1", "openai", "http://127.0.0.1:9/v1"), (upstream.Model, upstream.Kind, upstream.Url));
        Assert.Equal(config.Network.Id, upstream.Network);
        Assert.Null(upstream.Key);
        Assert.Contains(config.Deployments, d => d.Kind is "sandbox");
    }

    [Fact]
    public void The_key_of_an_upstream_comes_from_the_environment_by_name()
    {
        var config = DemoSetup.Read(0, "https://models.example.org/v1", "m", name => name is DemoSetup.KeyVariable ? "k" : null).Adapt(Config());

        Assert.Equal(new SecretConfig { Env = DemoSetup.KeyVariable }, config.Deployments[0].Key);
    }

    [Theory]
    [InlineData(70_000, null, null)]
    [InlineData(0, "https://models.example.org/v1", null)]
    [InlineData(0, null, "m")]
    [InlineData(0, "models.example.org", "m")]
    [InlineData(0, "https://user:pass@models.example.org/v1", "m")]
    [InlineData(0, "http://models.example.org/v1", "m")]
    public void What_makes_no_sense_is_refused(int port, string? upstream, string? model)
    {
        var refusal = Assert.Throws<CommandException>(() => DemoSetup.Read(port, upstream, model, _ => "k"));

        Assert.DoesNotContain("pass@", refusal.Message, StringComparison.Ordinal);
    }

    private static ConcordatConfig Config()
    {
        using var folder = new ConfigurationFolder();
        return folder.Load().Config!;
    }
}
