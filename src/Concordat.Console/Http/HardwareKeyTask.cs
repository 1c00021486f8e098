using System.Text.Json;
using Concordat.Oversight.Credentials;
using Concordat.Signing.WebAuthn;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Http;

/// <summary>Something for a person's hardware key to sign: what the console's script takes to the browser.</summary>
internal sealed record HardwareKeyTask(string PayloadType, byte[] Payload, RelyingParty Party, IReadOnlyList<Credential> Credentials)
{
    /// <summary>Makes the task, where the person has a key that counts and this page is one that keys sign for.</summary>
    public static async ValueTask<(HardwareKeyTask? Task, string Fault)> OfAsync(ConsoleRequest request, string person, string payloadType, byte[] payload)
    {
        if (request.Options.Data.Book.RelyingParty is not { } party)
        {
            return (null, "Hardware keys are not taken here; `webAuthn` in the configuration says how they are.");
        }

        if (!party.Origins.Contains(request.Address, StringComparer.Ordinal))
        {
            return (null, $"Hardware keys sign on {string.Join(" and ", party.Origins)}, and this page is {request.Address}. Open it there.");
        }

        var keys = await UsableAsync(request, person);
        return keys.Count == 0
            ? (null, "No hardware key of that person is enrolled here. An invitation comes from the party that they act for.")
            : (new HardwareKeyTask(payloadType, payload, party, keys), "");
    }

    /// <summary>The hardware keys of a person that count now.</summary>
    public static async ValueTask<IReadOnlyList<Credential>> UsableAsync(ConsoleRequest request, string person)
    {
        var book = request.Options.Data.Book;
        return book.RelyingParty is null || person.Length is 0 or > 128
            ? []
            : [.. (await request.Options.Credentials.ListAsync(person, request.Cancellation)).Where(known => book.FaultOf(known, out _) is null)];
    }

    /// <summary>The task as JSON, or <c>error</c> with words for people.</summary>
    public static IResult ToJson(HardwareKeyTask? task, string fault)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (task is null)
            {
                json.WriteStartObject();
                json.WriteString("error", fault);
                json.WriteEndObject();
            }
            else
            {
                SigningOptions.Write(json, task.PayloadType, task.Payload, task.Party, task.Credentials);
            }
        }

        return Results.Text(buffer.ToArray(), "application/json", task is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
