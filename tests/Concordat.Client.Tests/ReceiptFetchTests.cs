using System.Net;
using System.Text;
using System.Text.Json;
using Concordat.Ledger;
using Concordat.Signing;

namespace Concordat.Client.Tests;

public sealed class ReceiptFetchTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("concordat-client-").FullName;
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_response_leads_to_its_receipt_which_verifies_offline_in_three_lines()
    {
        var (body, vkey) = await RecordAsync();
        using var gateway = new Gateway((HttpStatusCode.NotFound, "{}"), (HttpStatusCode.OK, body));
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("https://gateway.example/") };
        using var response = new HttpResponseMessage();
        response.Headers.Add("Concordat-Entry", "1");

        // The lines that the documentation shows.
        var receipt = await Receipt.FetchAsync(http, response, TestContext.Current.CancellationToken);
        var result = receipt.Verify(vkey);
        Assert.Equal("entry 1 of 3", result.IsValid ? $"entry {result.Index} of {result.Checkpoint!.Size}" : result.Fault);

        Assert.Equal(["https://gateway.example/v1/receipts/1", "https://gateway.example/v1/receipts/1"], gateway.Asked);
    }

    [Fact]
    public async Task A_receipt_that_was_changed_on_its_way_does_not_verify()
    {
        var (body, vkey) = await RecordAsync();
        using var gateway = new Gateway((HttpStatusCode.OK, body.Replace("permit", "refuse", StringComparison.Ordinal)));
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("https://gateway.example/") };

        Assert.False((await Receipt.FetchAsync(http, 1, TestContext.Current.CancellationToken)).Verify(vkey).IsValid);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "{}")]
    [InlineData(HttpStatusCode.OK, "<html>")]
    [InlineData(HttpStatusCode.OK, "[]")]
    [InlineData(HttpStatusCode.OK, """{"entry":1,"proof":"x"}""")]
    [InlineData(HttpStatusCode.OK, """{"entry":null,"proof":"x"}""")]
    public async Task What_is_not_a_receipt_is_an_error_with_words(HttpStatusCode status, string body)
    {
        using var gateway = new Gateway((status, body));
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("https://gateway.example/") };

        await Assert.ThrowsAsync<ReceiptException>(() => Receipt.FetchAsync(http, 1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_response_that_names_no_entry_has_no_receipt()
    {
        using var response = new HttpResponseMessage();
        using var http = new HttpClient();

        await Assert.ThrowsAsync<ReceiptException>(() => Receipt.FetchAsync(http, response, TestContext.Current.CancellationToken));
    }

    private async Task<(string Body, string Key)> RecordAsync()
    {
        var options = new LedgerOptions { Directory = _directory, Origin = "client.test/ledger", Key = _key, SegmentBytes = 128 * 1024 };
        string vkey;
        await using (var writer = LedgerWriter.Open(options, TimeProvider.System))
        {
            vkey = writer.VerifierKey;
            for (var i = 0; i < 3; i++)
            {
                await writer.AppendAsync(Encoding.UTF8.GetBytes($$"""{"n":{{i}},"verdict":"permit"}"""), TestContext.Current.CancellationToken);
            }
        }

        var reader = LedgerReader.Open(_directory, vkey);
        var entry = JsonEncodedText.Encode(Encoding.UTF8.GetString(reader.Entry(new EntryIndex(1))));
        return ($$"""{"entry":"{{entry}}","proof":"{{JsonEncodedText.Encode(reader.Proof(new EntryIndex(1)))}}"}""", vkey);
    }

    private sealed class Gateway(params (HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
    {
        private int _next;

        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.AbsoluteUri);
            var (status, body) = answers[_next++];
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            if (status == HttpStatusCode.NotFound)
            {
                response.Headers.RetryAfter = new(TimeSpan.Zero);
            }

            return Task.FromResult(response);
        }
    }
}
