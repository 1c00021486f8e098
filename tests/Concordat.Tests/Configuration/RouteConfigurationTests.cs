using Concordat.Gateway.Configuration;

namespace Concordat.Tests.Configuration;

/// <summary>What the configuration says about choosing among deployments.</summary>
public sealed class RouteConfigurationTests
{
    private const string Second = "    key: { file: keys/vendor-2.secret }\n";

    [Fact]
    public void Every_member_arrives_in_its_record()
    {
        using var folder = Folder(
            "    weight: 5\n    price: { input: 2.50, output: 10, currency: EUR }\n",
            "models:\n  - { name: gpt-5, route: weight, stickyBy: [prompt_cache_key, user], failures: 2, pause: 30s }\n");

        var load = folder.Load();

        Assert.Empty(load.Errors);
        var deployment = load.Config!.Deployments[2];
        Assert.Equal((5, new DeploymentPrice { Input = 2.5m, Output = 10, Currency = "EUR" }), (deployment.Weight, deployment.Price));
        Assert.Equal((100, null), (load.Config.Deployments[1].Weight, load.Config.Deployments[1].Price));
        var model = Assert.Single(load.Config.Models);
        Assert.Equal(("gpt-5", "weight", 2, TimeSpan.FromSeconds(30)), (model.Name, model.Route, model.Failures, model.Pause));
        Assert.Equal(["prompt_cache_key", "user"], model.StickyBy);
    }

    [Theory]
    [InlineData("", "models: [{ name: gpt-6 }]\n", "`models[0].name` is `gpt-6`, which is the model of no deployment (did you mean `gpt-5`?)")]
    [InlineData("", "models: [{ name: gpt-5 }, { name: gpt-5 }]\n", "`models[1].name` is `gpt-5`, which `models[0]` already has")]
    [InlineData("", "models: [{ name: sandbox, route: cost }]\n", "`models[0].route` is `cost`, but the deployment `sandbox-1` has no `price`")]
    [InlineData("", "models: [{ name: gpt-5, route: random }]\n", "`models[0].route` must be one of `priority`, `weight`, `latency`, `cost`, not `random`")]
    [InlineData("", "models: [{ name: gpt-5, stickyBy: [metadata] }]\n", "`models[0].stickyBy[0]` must be one of `user`, `prompt_cache_key`, not `metadata`")]
    [InlineData("    price: { input: -1, output: 1 }\n", "", "`deployments[2].price.input` must be from 0 to 1000000, for a million tokens")]
    [InlineData("    price: { input: 1e3, output: 1 }\n", "", "`deployments[2].price.input` must be a number such as `5` or `-1.5`, not `1e3`")]
    [InlineData("    price: { input: 1 }\n", "", "missing key `deployments[2].price.output`")]
    [InlineData("    price: { input: 1, output: 1, currency: usd }\n", "", "`deployments[2].price.currency` must be the three letters of a currency, such as `USD`")]
    [InlineData("    weight: 10001\n", "", "`deployments[2].weight` must be from 0 to 10000, not 10001")]
    public void What_cannot_be_is_told_with_its_place(string deployment, string models, string error)
    {
        using var folder = Folder(deployment, models);

        var load = folder.Load();

        Assert.Null(load.Config);
        Assert.Equal(error, Assert.Single(load.Errors).Message);
        Assert.True(load.Errors[0].Line > 1);
    }

    [Fact]
    public void Weights_that_leave_nobody_and_prices_that_cannot_be_compared_are_refused()
    {
        using var none = new ConfigurationFolder(ConfigurationFolder.CompleteText
            .Replace("    kind: sandbox\n", "    kind: sandbox\n    weight: 0\n", StringComparison.Ordinal) + "models: [{ name: sandbox, route: weight }]\n");
        using var mixed = Folder("    price: { input: 1, output: 1, currency: EUR }\n", "models: [{ name: gpt-5, route: cost }]\n");
        mixed.Write(File.ReadAllText(mixed.ConfigurationPath).Replace("    hosting: on-premises\n", "    hosting: on-premises\n    price: { input: 1, output: 1 }\n", StringComparison.Ordinal));

        Assert.Contains("none would be chosen", Assert.Single(none.Load().Errors).Message, StringComparison.Ordinal);
        Assert.Contains("different currencies", Assert.Single(mixed.Load().Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Costs_are_exact_and_a_bill_of_the_most_tokens_there_can_be_is_still_a_number()
    {
        var price = new DeploymentPrice { Input = 0.15m, Output = 0.6m };

        Assert.Equal(0.00000015m, price.Of(1, 0));
        Assert.Equal(0.75m, price.Of(1_000_000, 1_000_000));
        Assert.Equal(1_000_000m * long.MaxValue / 500_000, new DeploymentPrice { Input = DeploymentPrice.Most, Output = DeploymentPrice.Most }.Of(long.MaxValue, long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => price.Of(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => price.Of(0, -1));
    }

    private static ConfigurationFolder Folder(string deployment, string models) =>
        new(ConfigurationFolder.CompleteText.Replace(Second, Second + deployment, StringComparison.Ordinal) + models);
}
