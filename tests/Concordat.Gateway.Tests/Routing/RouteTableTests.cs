using System.Globalization;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Model;
using Concordat.Gateway.Routing;
using Concordat.Gateway.Sandbox;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Routing;

public sealed class RouteTableTests
{
    private const int Many = 20_000;
    private const long Now = 1;

    private static readonly NetworkConfig Network = new() { Id = "net", Ceiling = "CUI" };

    [Fact]
    public void Of_one_priority_the_ones_that_speak_the_dialect_come_first_and_a_lower_priority_before_them()
    {
        var table = Table(RoutePolicy.Priority, At("b", kind: "anthropic"), At("a", kind: "anthropic"), At("c", kind: "openai"), At("first", kind: "anthropic", priority: -1));

        Assert.Equal(["first", "c", "a", "b"], Order(table));
    }

    [Fact]
    public void The_cheapest_comes_first_within_its_priority()
    {
        var table = Table(RoutePolicy.Cost, At("dear", price: 9), At("cheap", price: 1), At("fair", price: 3), At("last", price: 0.1m, priority: 1));

        Assert.Equal(["cheap", "fair", "dear", "last"], Order(table));
    }

    [Fact]
    public void What_an_order_stopped_is_tried_last()
    {
        var table = RouteTable.Of(
            [At("a"), At("b", priority: 1)], "chat/completions", RoutePolicy.Priority, deployment => deployment.Config.Name == "a" ? 2 : 0, static deployment => RouteShare.Configured(deployment, RoutePolicy.Priority));

        Assert.Equal(["b", "a"], Order(table));
    }

    [Fact]
    public void Weights_are_kept_over_many_draws_and_the_same_source_draws_the_same()
    {
        var table = Table(RoutePolicy.Weight, At("a", weight: 1), At("b", weight: 9), At("c", weight: 90), At("none", weight: 0));

        var counts = Draw(table, new Random(42));

        AssertClose(0.01, counts["a"]);
        AssertClose(0.09, counts["b"]);
        AssertClose(0.90, counts["c"]);
        Assert.Equal(3, counts.Count);
        Assert.Equal(counts, Draw(table, new Random(42)));
    }

    [Fact]
    public void The_weights_of_those_that_are_left_keep_their_proportions()
    {
        DeploymentModel[] deployments = [At("a", weight: 10), At("b", weight: 30), At("c", weight: 960)];
        Shut(deployments[2]);

        var counts = Draw(Table(RoutePolicy.Weight, deployments), new Random(7));

        AssertClose(0.25, counts["a"]);
        AssertClose(0.75, counts["b"]);
        Assert.False(counts.ContainsKey("c"));
    }

    [Theory]
    [InlineData("Priority", false)]
    [InlineData("Weight", false)]
    [InlineData("Latency", false)]
    [InlineData("Cost", false)]
    [InlineData("Priority", true)]
    [InlineData("Weight", true)]
    public void Each_deployment_is_tried_once_and_those_that_fail_after_the_others(string policy, bool sticky)
    {
        DeploymentModel[] deployments = [.. Enumerable.Range(0, 200).Select(i => At(Name(i), weight: (i % 7) + 1, price: i, priority: i % 3))];
        DeploymentModel[] shut = [.. deployments.Where((_, i) => i % 2 == 0)];
        Array.ForEach(shut, Shut);

        var order = Order(Table(Enum.Parse<RoutePolicy>(policy), deployments), sticky ? 99UL : null);

        Assert.Equal(deployments.Select(d => d.Config.Name).Order(StringComparer.Ordinal), order.Order(StringComparer.Ordinal));
        Assert.Equal(shut.Length, order.Skip(100).Intersect(shut.Select(d => d.Config.Name), StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Where_all_fail_they_are_tried_all_the_same()
    {
        var only = At("only");
        Shut(only);

        Assert.Equal(["only"], Order(Table(RoutePolicy.Priority, only)));
    }

    [Fact]
    public void The_fastest_gets_most_of_the_requests_and_the_others_enough_to_be_measured_again()
    {
        var time = new SteppedTime();
        DeploymentModel[] deployments = [At("slow", time: time), At("fast", time: time), At("slower", time: time)];
        foreach (var (deployment, seconds) in deployments.Zip([2.0, 0.1, 5.0]))
        {
            var start = deployment.Health.Start();
            time.Advance(TimeSpan.FromSeconds(seconds));
            deployment.Health.Answered(start);
        }

        var counts = Draw(Table(RoutePolicy.Latency, deployments), new Random(3));

        Assert.InRange(counts["fast"], 0.95 * Many, Many);
        Assert.InRange(counts["slow"] + counts["slower"], 0.01 * Many, 0.05 * Many);
    }

    [Fact]
    public void A_conversation_stays_where_it_is_and_conversations_spread_evenly()
    {
        var table = Table(RoutePolicy.Priority, [.. Enumerable.Range(0, 8).Select(i => At(Name(i)))]);
        var homes = Homes(table);

        Assert.Equal(homes, Homes(table));
        Assert.All(homes.CountBy(home => home, StringComparer.Ordinal), pair => AssertClose(1 / 8.0, pair.Value));
    }

    [Fact]
    public void Conversations_spread_by_weight()
    {
        var counts = Homes(Table(RoutePolicy.Weight, At("a", weight: 10), At("b", weight: 20), At("c", weight: 70)))
            .CountBy(home => home, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

        AssertClose(0.1, counts["a"]);
        AssertClose(0.2, counts["b"]);
        AssertClose(0.7, counts["c"]);
    }

    [Fact]
    public void When_a_deployment_fails_only_its_own_conversations_move_and_they_come_back()
    {
        DeploymentModel[] deployments = [.. Enumerable.Range(0, 5).Select(i => At(Name(i)))];
        var table = Table(RoutePolicy.Priority, deployments);
        var before = Homes(table);
        Shut(deployments[2]);

        var meanwhile = Homes(table);

        Assert.All(before.Zip(meanwhile), pair => Assert.Equal(pair.First == Name(2), pair.First != pair.Second));
        deployments[2].Health.Succeeded();
        Assert.Equal(before, Homes(table));
    }

    [Fact]
    public void When_weight_shifts_conversations_move_only_to_the_one_that_gained()
    {
        var before = Homes(Table(RoutePolicy.Weight, At("old", weight: 90), At("older", weight: 90), At("new", weight: 20)));
        var after = Homes(Table(RoutePolicy.Weight, At("old", weight: 90), At("older", weight: 90), At("new", weight: 180)));

        Assert.All(before.Zip(after), pair => Assert.True(pair.First == pair.Second || pair.Second == "new"));
        Assert.Contains(before.Zip(after), pair => pair.First != pair.Second);
    }

    [Fact]
    public void A_walk_knows_whether_its_conversation_is_at_home()
    {
        DeploymentModel[] deployments = [At("a"), At("b")];
        var table = Table(RoutePolicy.Priority, deployments);
        var walk = new RouteWalk(5);
        Assert.Null(walk.IsAtHome);

        var home = table.Next(ref walk, Now, new Random(1))!;
        Assert.True(walk.IsAtHome);
        Assert.NotSame(home, table.Next(ref walk, Now, new Random(1)));
        Assert.False(walk.IsAtHome);
        Assert.Null(table.Next(ref walk, Now, new Random(1)));

        Shut(home);
        var later = new RouteWalk(5);
        table.Next(ref later, Now, new Random(1));
        Assert.False(later.IsAtHome);
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"d-{i}");

    private static DeploymentModel At(
        string name, string kind = "openai", int priority = 0, int weight = 100, decimal price = 0, TimeProvider? time = null) => new(
        TestConfig.Sandbox("m") with { Name = name, Kind = kind, Priority = priority, Weight = weight, Price = new DeploymentPrice { Input = price, Output = price } },
        Ceilings.Configured(Network), DeploymentPlace.Of(TestConfig.Sandbox("m"), SignedBaseAgreement.Agreement.Terms), new SandboxUpstream(TimeProvider.System), evidence: null,
        new DeploymentHealth(new ModelConfig { Name = "m", Failures = 1 }, time ?? TimeProvider.System, new Random(1)));

    private static void Shut(DeploymentModel deployment) => deployment.Health.Failed();

    private static RouteTable Table(RoutePolicy policy, params DeploymentModel[] deployments) => RouteTable.Of(
        new ModelRoute("m", deployments).Deployments, "chat/completions", policy, static _ => 0, deployment => RouteShare.Configured(deployment, policy));

    private static List<string> Order(RouteTable table, ulong? conversation = null)
    {
        var walk = new RouteWalk(conversation);
        var order = new List<string>();
        while (table.Next(ref walk, Now, new Random(order.Count)) is { } next)
        {
            order.Add(next.Config.Name);
        }

        return order;
    }

    private static Dictionary<string, int> Draw(RouteTable table, Random random)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Many; i++)
        {
            var walk = new RouteWalk(null);
            var name = table.Next(ref walk, Now, random)!.Config.Name;
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        return counts;
    }

    private static List<string> Homes(RouteTable table)
    {
        var homes = new List<string>();
        for (var i = 0; i < Many; i++)
        {
            var walk = new RouteWalk(RouteHash.Of(Name(i)));
            homes.Add(table.Next(ref walk, Now, new Random(1))!.Config.Name);
        }

        return homes;
    }

    private static void AssertClose(double expected, int count) => Assert.InRange(count / (double)Many, expected - 0.012, expected + 0.012);
}
