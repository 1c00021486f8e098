using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concordat.Client;
using Concordat.Commands;
using Concordat.Signing;

namespace Concordat.Equivalence;

/// <summary>Tries cases on two models through a gateway. Asks for the verdict first, and sends only what it permits for both.</summary>
internal sealed class EquivalenceRun(HttpClient http)
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    private readonly PreflightClient _preflight = new(http);

    /// <summary>First 12 digits of the agreement that decided; empty before the first case.</summary>
    public string Agreement { get; private set; } = "";

    /// <exception cref="CommandException">The gateway gives no verdict, or the model no answer.</exception>
    public async Task<ComparedCase> CompareAsync(EvaluationCase each, string from, string to, CancellationToken cancellationToken)
    {
        var (one, other) = (await AskAsync(each, from, cancellationToken), await AskAsync(each, to, cancellationToken));
        if (one.Verdict is "permit" && other.Verdict is "permit")
        {
            one = await SendAsync(each, from, one, cancellationToken);
            other = await SendAsync(each, to, other, cancellationToken);
        }

        var request = each.Request.DeepClone().AsObject();
        request.Remove("model");
        return new ComparedCase(
            each.Name, Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(request.ToJsonString())))),
            one, other, ComparedCase.Compare(one, other));
    }

    private async Task<Observation> AskAsync(EvaluationCase each, string model, CancellationToken cancellationToken)
    {
        try
        {
            var verdict = await _preflight.PreflightAsync(each.Operation, Body(each, model), new PreflightDeclarations(each.Sources?.Split(',', StringSplitOptions.TrimEntries), each.Label), cancellationToken);
            Agreement = verdict.Agreement ?? Agreement;
            return new Observation("", verdict.Kind.ToString().ToLowerInvariant(), [.. verdict.Clauses.Select(static clause => clause.Clause)], "", [], "", null, -1);
        }
        catch (PreflightException fault)
        {
            throw new CommandException($"concordat: case `{each.Name}` on `{model}`: {fault.Message}");
        }
    }

    private async Task<Observation> SendAsync(EvaluationCase each, string model, Observation asked, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(PathOf(each.Operation), UriKind.Relative)) { Content = new ByteArrayContent(Body(each, model)) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Declare(message, "Concordat-Sources", each.Sources);
        Declare(message, "Concordat-Label", each.Label);
        try
        {
            using var response = await http.SendAsync(message, cancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            using var body = JsonDocument.Parse(bytes.Length <= MaxAnswerBytes ? bytes : throw new JsonException("the answer is too long"));
            var entry = long.TryParse(Header(response, "Concordat-Entry"), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
            if (response.IsSuccessStatusCode)
            {
                var view = AnswerView.Read(each.Operation, body.RootElement);
                return asked with { Finish = view.Finish, Calls = view.Calls, Answer = view.Hash(), AsExpected = each.Expected?.Holds(view.Text, view.Calls), Entry = entry };
            }

            // The answer was held or refused. Any other error is no behaviour of the model, and ends the run.
            var error = body.RootElement.GetProperty("error");
            return error.TryGetProperty("concordat", out var decided) && decided.TryGetProperty("verdict", out var verdict)
                ? asked with
                {
                    Verdict = verdict.GetString()!,
                    Clauses = [.. decided.GetProperty("clauses").EnumerateArray().Select(static clause => clause.GetProperty("clause").GetString()!)],
                    AsExpected = each.Expected is null ? null : false,
                    Entry = entry,
                }
                : throw new CommandException($"concordat: case `{each.Name}` on `{model}`: the gateway answered {(int)response.StatusCode}: {error.GetProperty("message").GetString()}");
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"concordat: case `{each.Name}` on `{model}`: no answer as it should be ({fault.Message})");
        }
    }

    private static byte[] Body(EvaluationCase each, string model)
    {
        var request = each.Request.DeepClone().AsObject();
        request["model"] = model;
        request.Remove("stream");
        request.Remove("stream_options");
        return Encoding.UTF8.GetBytes(request.ToJsonString());
    }

    private static string PathOf(string operation) => operation switch
    {
        "chat" => "v1/chat/completions",
        "messages" => "v1/messages",
        _ => "v1/responses",
    };

    private static void Declare(HttpRequestMessage message, string name, string? value)
    {
        if (value is not null)
        {
            message.Headers.Add(name, value);
        }
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
