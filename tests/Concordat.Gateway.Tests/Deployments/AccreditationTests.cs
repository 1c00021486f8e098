using System.Collections.Immutable;
using System.Net;
using Concordat.Agreements;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Deployments;

public sealed class AccreditationTests
{
    private static readonly AccreditationConfig NatoUnclassified = new() { Ceiling = "NATO UNCLASSIFIED", Nations = ["USA", "DEU", "GBR"] };
    private static readonly AccreditationConfig NatoSecret = new() { Ceiling = "NATO SECRET", Nations = ["USA", "DEU", "GBR"] };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("(U) The radar hums.", true)]
    [InlineData("(//NU) The radar hums.", true)]
    [InlineData("(S//REL TO USA, DEU, GBR) The radar hums.", false)]
    [InlineData("(//NS) The radar hums.", false)]
    [InlineData("NATO CONFIDENTIAL\nThe radar hums.", false)]
    [InlineData("(CUI) The radar hums.", false)]
    [InlineData("A page of prose. (S//REL TO USA, DEU, GBR) One portion. And more prose.", false)]
    public async Task A_deployment_accredited_to_NATO_unclassified_never_sees_more(string text, bool passes)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        Answer(upstream, "ok");
        await using var host = await GatewayHost.StartAsync(Config(upstream, NatoUnclassified));

        using var response = await host.PostAsync("/v1/chat/completions", Chat(text));

        Assert.Equal(passes ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(passes ? 1 : 0, upstream.Bodies.Count);
        if (!passes)
        {
            Assert.Contains("clause_7.1", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_portion_goes_to_the_deployment_that_is_accredited_for_it()
    {
        await using var low = await FakeUpstream.StartAsync();
        await using var high = await FakeUpstream.StartAsync();
        Answer(high, "ok");
        await using var host = await GatewayHost.StartAsync(Config((low, NatoUnclassified), (high, NatoSecret)));

        using var response = await host.PostAsync("/v1/chat/completions", Chat("(S//REL TO USA, DEU, GBR) The radar hums."));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(low.Bodies);
        Assert.Single(high.Bodies);
    }

    [Fact]
    public async Task What_is_for_one_nation_alone_does_not_pass_to_a_network_of_several()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(Config(upstream, NatoSecret));

        using var response = await host.PostAsync("/v1/chat/completions", Chat("(S//NF) The radar hums."));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("clause_7.2", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(upstream.Bodies);
    }

    [Fact]
    public async Task An_answer_above_the_accreditation_is_withheld_too()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        Answer(upstream, "(S//REL TO USA, DEU, GBR) The radar hums.");
        await using var host = await GatewayHost.StartAsync(Config(upstream, NatoUnclassified));

        using var response = await host.PostAsync("/v1/chat/completions", Chat("What does the radar do?"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain("hums", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accreditation_lifts_nothing_over_the_network_of_the_gateway()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(config => Config(upstream, NatoSecret)(config) with { Network = new NetworkConfig { Id = "net", Ceiling = "UNCLASSIFIED" } });

        using var response = await host.PostAsync("/v1/chat/completions", Chat("(S//REL TO USA, DEU, GBR) The radar hums."));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(upstream.Bodies);
    }

    [Theory]
    [InlineData("NATO SECRET", "(//NS) The radar hums.", true)]
    [InlineData("NATO SECRET", "(//NU) The radar hums.", true)]
    [InlineData("NATO SECRET", "(S//REL TO USA, DEU, GBR) The radar hums.", false)]
    [InlineData("NATO SECRET", "(U) The radar hums.", false)]
    [InlineData("NATO UNCLASSIFIED", "(S//REL TO USA, DEU, GBR) The radar hums.", false)]
    [InlineData("SECRET", "(S//REL TO USA, DEU, GBR) The radar hums.", true)]
    [InlineData("SECRET", "(//NS) The radar hums.", false)]
    [InlineData("SECRET", "(//NU) The radar hums.", false)]
    public async Task Without_a_signed_equivalence_no_mark_of_one_system_passes_under_a_ceiling_of_the_other(string ceiling, string text, bool passes)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        Answer(upstream, "ok");
        await using var host = await GatewayHost.StartAsync(
            config => config with { Network = new NetworkConfig { Id = "net", Ceiling = ceiling, Nations = ["USA", "DEU", "GBR"] }, Deployments = TestConfig.WithUpstreams("openai", upstream.Url)(config).Deployments },
            agreement: Unequal.Value);

        using var response = await host.PostAsync("/v1/chat/completions", Chat(text));

        Assert.Equal(passes ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        if (!passes)
        {
            var error = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains("clause_7.1", error, StringComparison.Ordinal);
            Assert.Equal(!ceiling.EndsWith("UNCLASSIFIED", StringComparison.Ordinal), error.Contains("`terms.equivalences`", StringComparison.Ordinal)); // SECRET is above NATO UNCLASSIFIED however levels are equal
        }
    }

    [Fact]
    public async Task Without_a_signed_equivalence_a_deployment_of_the_other_system_gets_nothing_that_is_marked()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        Answer(upstream, "ok");
        await using var host = await GatewayHost.StartAsync(Config(upstream, NatoSecret), agreement: Unequal.Value); // the gateway's own network is a U.S. one

        foreach (var text in (string[])["(//NS) The radar hums.", "(S//REL TO USA, DEU, GBR) The radar hums.", "(U) The radar hums."])
        {
            using var response = await host.PostAsync("/v1/chat/completions", Chat(text));
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        using var unmarked = await host.PostAsync("/v1/chat/completions", Chat("What does the radar do?"));
        Assert.Equal(HttpStatusCode.OK, unmarked.StatusCode);
    }

    [Fact]
    public async Task An_answer_marked_by_the_other_system_is_withheld_without_an_equivalence()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        Answer(upstream, "(//NU) The radar hums.");
        await using var host = await GatewayHost.StartAsync(TestConfig.WithUpstreams("openai", upstream.Url), agreement: Unequal.Value);

        using var response = await host.PostAsync("/v1/chat/completions", Chat("What does the radar do?"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("marked with a NATO level", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NATO SECRET", "NATO SECRET", 0, 4)]
    [InlineData("NATO SECRET", "NATO CONFIDENTIAL", 0, 3)]
    [InlineData("SECRET", "NATO SECRET", 0, 0)]
    [InlineData("NATO SECRET", "SECRET", 0, 0)]
    public void The_agreement_gives_a_network_the_level_of_either_system(string configured, string agreed, int us, int nato)
    {
        var terms = SignedBaseAgreement.Agreement.Terms with
        {
            Equivalences = null,
            Networks = ImmutableSortedDictionary<string, NetworkTerms>.Empty.Add("net", new NetworkTerms { Ceiling = agreed }),
        };
        var network = new NetworkConfig { Id = "net", Ceiling = configured, Nations = ["USA", "DEU"] };

        var (without, with) = (Ceilings.Agreed(network, terms)!.Ceiling, Ceilings.Agreed(network, terms with { Equivalences = SignedBaseAgreement.Agreement.Terms.Equivalences })!.Ceiling);

        Assert.Equal((us, nato), (without.Rank, without.NatoRank));
        var lower = agreed == "NATO CONFIDENTIAL" ? 3 : 4;
        Assert.Equal((lower, lower), (with.Rank, with.NatoRank));
    }

    private static readonly Lazy<Agreement> Unequal = new(() => SignedBaseAgreement.With(
        [.. SignedBaseAgreement.Agreement.Terms.Equivalences!.Value.Select((each, at) => ("agreement.json", $$"""{ "us": "{{each.Us}}", "nato": "{{each.Nato}}" }{{(at < 3 ? "," : "")}}""", ""))]));


    private static string Chat(string text) =>
        $$"""{"model":"m","messages":[{"role":"user","content":{{System.Text.Json.JsonSerializer.Serialize(text)}}}]}""";

    private static void Answer(FakeUpstream upstream, string text) => upstream.AnswerJson(
        $$$"""{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}]}""");

    private static Func<ConcordatConfig, ConcordatConfig> Config(FakeUpstream upstream, AccreditationConfig accreditation) => Config((upstream, accreditation));

    private static Func<ConcordatConfig, ConcordatConfig> Config(params (FakeUpstream Upstream, AccreditationConfig Accreditation)[] all) => config =>
    {
        config = TestConfig.WithUpstreams("openai", [.. all.Select(each => each.Upstream.Url)])(config);
        return config with
        {
            Network = new NetworkConfig { Id = "net", Ceiling = "SECRET" },
            Deployments = [.. config.Deployments.Select((deployment, i) => deployment with { Accreditation = all[i].Accreditation })],
        };
    };
}
