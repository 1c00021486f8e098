using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger;
using Concordat.Ledger.Contents;

namespace Concordat.Gateway.Tests.Recording;

public sealed class RevealTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_and_its_answer_are_revealed_each_by_itself(bool stream)
    {
        await using var host = await GatewayHost.StartAsync();
        var body = DialectCase.Of("chat").Request("a question of some weight", stream, "sandbox");
        using var response = await host.PostAsync("/v1/chat/completions", body);
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var (reader, salts) = await OpenAsync(host);

        var decision = Reveal.Of(reader.Entry(new EntryIndex(1)), reader.Proof(new EntryIndex(1)), salts, Encoding.UTF8.GetBytes(body))!;

        Assert.Equal(CommitmentKind.Request, decision.Kind);
        Assert.Null(decision.Fault(host.Ledger.VerifierKey, []));
        Assert.Null(Reveal.Parse(decision.ToJson()).Fault(host.Ledger.VerifierKey, []));
        Assert.Null(Reveal.Of(reader.Entry(new EntryIndex(2)), reader.Proof(new EntryIndex(2)), salts, Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public async Task The_arguments_of_a_call_are_revealed()
    {
        await using var host = await GatewayHost.StartAsync();
        using var response = await host.PostAsync("/v1/chat/completions", DialectCase.Of("chat").Request("""[[call: get_weather {"place":"Norfolk"}]]""", false, "sandbox"));
        var (reader, salts) = await OpenAsync(host);

        var reveal = Reveal.Of(reader.Entry(new EntryIndex(2)), reader.Proof(new EntryIndex(2)), salts, """{"place":"Norfolk"}"""u8.ToArray());

        Assert.Equal(CommitmentKind.ToolArguments, reveal!.Kind);
        Assert.Null(reveal.Fault(host.Ledger.VerifierKey, []));
    }

    [Fact]
    public async Task Nothing_else_passes_for_what_was_committed_to()
    {
        await using var host = await GatewayHost.StartAsync();
        var body = DialectCase.Of("chat").Request("one", false, "sandbox");
        using var one = await host.PostAsync("/v1/chat/completions", body);
        using var two = await host.PostAsync("/v1/chat/completions", body);
        var (reader, salts) = await OpenAsync(host);
        var reveal = Reveal.Of(reader.Entry(new EntryIndex(1)), reader.Proof(new EntryIndex(1)), salts, Encoding.UTF8.GetBytes(body))!;
        var key = host.Ledger.VerifierKey;

        Assert.NotNull((reveal with { Content = [.. reveal.Content, (byte)' '] }).Fault(key, []));
        Assert.NotNull((reveal with { Content = reveal.Content[1..], Salt = [.. reveal.Salt, reveal.Content[0]] }).Fault(key, []));
        Assert.NotNull((reveal with { Kind = CommitmentKind.Answer }).Fault(key, []));
        Assert.NotNull((reveal with { Entry = reader.Entry(new EntryIndex(3)) }).Fault(key, []));
        Assert.NotNull((reveal with { Entry = reader.Entry(new EntryIndex(3)), Proof = reader.Proof(new EntryIndex(3)) }).Fault(key, []));
        var entry = JsonNode.Parse(reveal.Entry)!;
        entry["request"] = new string('0', 64);
        Assert.NotNull((reveal with { Entry = Encoding.UTF8.GetBytes(entry.ToJsonString()) }).Fault(key, []));
    }

    [Fact]
    public void The_salts_of_an_exchange_do_not_tell_each_other()
    {
        var (exchange, request, answer) = (new byte[32], new byte[32], new byte[32]);
        Commitments.SaltOf(exchange, CommitmentKind.Request, request);
        Commitments.SaltOf(exchange, CommitmentKind.Answer, answer);

        Assert.NotEqual(request, answer);
        Assert.NotEqual(exchange, request);
    }

    [Fact]
    public void A_file_of_something_else_is_not_a_reveal()
    {
        foreach (var text in (string[])["", "{}", "[]", """{"v":2}""", """{"v":1,"kind":"7","entry":"{}","proof":"","salt":"","content":""}""", """{"v":1,"kind":"Request","entry":"{}","proof":"","salt":"x","content":""}"""])
        {
            Assert.Throws<FormatException>(() => Reveal.Parse(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public async Task Once_the_salt_of_the_day_is_deleted_no_guess_can_be_confirmed_not_even_the_right_one()
    {
        await using var host = await GatewayHost.StartAsync();
        var body = DialectCase.Of("chat").Request("was it Smith?", false, "sandbox");
        using var response = await host.PostAsync("/v1/chat/completions", body);
        var (reader, salts) = await OpenAsync(host);
        var entry = reader.Entry(new EntryIndex(1));
        Assert.NotNull(Reveal.Of(entry, reader.Proof(new EntryIndex(1)), salts, Encoding.UTF8.GetBytes(body)));

        salts.Delete(Assert.Single(salts.Days()));

        Assert.Throws<FormatException>(() => Reveal.Of(entry, reader.Proof(new EntryIndex(1)), salts, Encoding.UTF8.GetBytes(body)));
        var commitment = (string)JsonNode.Parse(entry)!["request"]!;
        var exchange = Guid.ParseExact((string)JsonNode.Parse(entry)!["id"]!, "N");
        foreach (var secret in Directory.EnumerateFiles(host.Directory, "*", SearchOption.AllDirectories).Where(static f => new FileInfo(f).Length == 32).Select(File.ReadAllBytes).Append(new byte[32]))
        {
            // Whatever secret is left on the disk, the right guess does not come out as the commitment.
            var salt = new byte[32];
            System.Security.Cryptography.SHA256.HashData([.. secret, .. exchange.ToByteArray(bigEndian: true)], salt);
            var guess = new byte[32];
            Commitments.Commit(salt, CommitmentKind.Request, Encoding.UTF8.GetBytes(body), guess);
            Assert.NotEqual(commitment, Convert.ToHexStringLower(guess));
        }
    }

    private static async Task<(LedgerReader Reader, SaltStore Salts)> OpenAsync(GatewayHost host)
    {
        await host.Ledger.IntegrateAsync();
        return (LedgerReader.Open(host.LedgerDirectory, host.Ledger.VerifierKey), new SaltStore(Path.Combine(host.Directory, "salts")));
    }
}
