using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Storage;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger.Tests.Witnessing;

/// <summary>A witness with its folder, and a web server in memory before it.</summary>
internal sealed class TestWitness : HttpMessageHandler
{
    private readonly string _directory = Directory.CreateTempSubdirectory("concordat-witness-").FullName;
    private readonly IReadOnlyList<NoteVerifier> _logs;
    private readonly TimeProvider _time;

    public TestWitness(TestLog log, string name = "witness.example/w1", TimeProvider? time = null)
    {
        _logs = [NoteVerifier.Parse(log.VerifierKey)];
        _time = time ?? TimeProvider.System;
        Cosigner = Cosigner.Generate(name);
        Witness = Open();
    }

    public Cosigner Cosigner { get; }

    public Witness Witness { get; private set; }

    /// <summary>What the next requests get instead of an answer.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>? Instead { get; set; }

    /// <summary>Requests so far.</summary>
    public int Asked { get; private set; }

    public string StateFile => Path.Combine(_directory, "state", WitnessMemory.HashOf(TestLog.Origin), "checkpoint");

    public IReadOnlyList<ForkEvidence> Evidence => Directory.Exists(Path.Combine(_directory, "state", "evidence"))
        ? [.. Directory.GetFiles(Path.Combine(_directory, "state", "evidence")).Select(static f => ForkEvidence.Parse(File.ReadAllBytes(f)))]
        : [];

    public Witness Open(LedgerFiles? files = null) =>
        Witness.Open(new WitnessOptions { Directory = Path.Combine(_directory, "state"), Cosigner = Cosigner, Logs = _logs }, _time, files ?? new LedgerFiles());

    public void Restart(LedgerFiles? files = null)
    {
        Witness.Dispose();
        Witness = Open(files);
    }

    public static HttpResponseMessage ResponseOf(WitnessAnswer answer)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(answer.Body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(answer.ContentType);
        return new HttpResponseMessage((HttpStatusCode)(int)answer.Outcome) { Content = content };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked++;
        Assert.EndsWith("/add-checkpoint", request.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        return Instead is not null
            ? await Instead(request, cancellationToken)
            : ResponseOf(Witness.AddCheckpoint(await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Witness.Dispose();
            Cosigner.Dispose();
            Directory.Delete(_directory, recursive: true);
        }

        base.Dispose(disposing);
    }
}
