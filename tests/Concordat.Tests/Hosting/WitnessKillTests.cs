using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Concordat.Commands;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Witnessing;
using Concordat.Signing;
using Concordat.Tests.Commands;

namespace Concordat.Tests.Hosting;

/// <summary>
/// Kills a witness at random moments while many ask at once, half of them for another past: over all its lives it cosigns one past only,
/// and never goes back behind what it once gave out.
/// </summary>
public sealed class WitnessKillTests : IDisposable
{
    private const string Origin = "two-faced.example/log";
    private const int Askers = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly SigningKey _key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
    private readonly ConcurrentBag<(long Size, TreeHash Root)> _given = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private NoteVerifier Log => NoteVerifier.ForLog(Origin, _key.PublicKey);

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    /// <summary>Twenty rounds; <c>CONCORDAT_KILL_ROUNDS=200</c> for many (eng/kill-witness.sh).</summary>
    [Fact]
    public async Task Kill_9_at_any_moment_never_makes_a_witness_sign_two_pasts_or_go_back()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("CONCORDAT_KILL_ROUNDS") ?? "20", CultureInfo.InvariantCulture);
        var random = new Random(20261122);
        var init = await CommandRun.OfAsync("witness", "init", _folder.File("w"), "--name", "w.example/witness");
        var witness = NoteVerifier.Parse(init.Output.Trim()["witness-key: ".Length..]);
        var past = new ForkedPast((0, "honest"));
        for (var round = 0; round < rounds; round++)
        {
            var before = _given.IsEmpty ? 0 : _given.Max(static g => g.Size);
            using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "witness", "serve", _folder.File("w"), "--log", Log.ToString(), "--listen", "http://127.0.0.1:0"])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            long known;
            Uri url;
            try
            {
                url = new Uri((await LineAsync(process))["url: ".Length..]);
                await LineAsync(process);
                known = long.Parse((await LineAsync(process)).Split(' ')[2], CultureInfo.InvariantCulture);
                Assert.True(known >= before, $"round {round}: the witness gave out {before} entries and remembers {known}");
                await AskUntilKilledAsync(process, url, witness, known, past, past.ForkAt(known, $"fork {round}"), answers: random.Next(1, 60));
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync(Stop);
            }

            // Which of the two pasts it went on with is its memory's to say; everything that it ever gave out must be of that one.
            var remembered = Remembered(witness);
            var fork = past.ForkAt(known, $"fork {round}");
            past = remembered.Root == past.Root(remembered.Size) ? past : fork;
            Assert.Equal(past.Root(remembered.Size), remembered.Root);
            Assert.All(_given, g => Assert.True(g.Size <= remembered.Size && past.Root(g.Size) == g.Root, $"round {round}: {g.Size} entries were cosigned of another past than the {remembered.Size} remembered"));
        }

        Assert.True(_given.Count >= rounds, "the witness was asked too little to show anything");
    }

    private async Task AskUntilKilledAsync(Process process, Uri url, NoteVerifier witness, long known, ForkedPast one, ForkedPast other, int answers)
    {
        using var http = new HttpClient { BaseAddress = url };
        using var enough = new SemaphoreSlim(0);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var askers = Enumerable.Range(0, Askers).Select(i => Task.Run(async () =>
        {
            var (past, old, random) = (i % 2 == 0 ? one : other, known, new Random(i + (int)known));
            try
            {
                while (!ended.IsCancellationRequested)
                {
                    var size = old + random.Next(0, 4);
                    var note = Sign(size, past.Root(size));
                    using var response = await http.PostAsync(
                        new Uri("add-checkpoint", UriKind.Relative), new ByteArrayContent(new AddCheckpointRequest(old, [.. past.Consistency(old, size)], note).ToBytes()), ended.Token);
                    var body = await response.Content.ReadAsStringAsync(ended.Token);
                    if (response.StatusCode == HttpStatusCode.OK)
                    {
                        Assert.True(Checkpoint.IsCosigned([.. note, .. Encoding.UTF8.GetBytes(body)], witness));
                        _given.Add((size, past.Root(size)));
                        old = size;
                    }
                    else if (response.StatusCode == HttpStatusCode.Conflict)
                    {
                        old = long.Parse(body, CultureInfo.InvariantCulture);
                    }
                    else
                    {
                        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode); // the past that lost
                    }

                    enough.Release();
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // killed in the middle of an answer
            }
        }, Stop)).ToArray();
        for (var i = 0; i < answers; i++)
        {
            Assert.True(await enough.WaitAsync(Patience, Stop), "the witness does not answer");
        }

        process.Kill(); // SIGKILL
        await ended.CancelAsync();
        await Task.WhenAll(askers);
    }

    private Checkpoint Remembered(NoteVerifier witness)
    {
        var file = Directory.EnumerateFiles(Path.Combine(_folder.File("w"), "memory"), "checkpoint", SearchOption.AllDirectories).SingleOrDefault();
        if (file is null)
        {
            return new Checkpoint(Origin, 0, TreeHash.Empty);
        }

        var note = File.ReadAllBytes(file);
        Assert.True(Checkpoint.IsCosigned(note, witness));
        return Checkpoint.Open(note, Log);
    }

    private byte[] Sign(long size, TreeHash root)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{size}\n{root}\n");
        Span<byte> id = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, Log.KeyId);
        return Encoding.UTF8.GetBytes($"{text}\n\u2014 {Origin} {Convert.ToBase64String([.. id, .. _key.Sign(Encoding.UTF8.GetBytes(text))])}\n");
    }

    private static async Task<string> LineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(Patience, TimeProvider.System, Stop) ?? throw new EndOfStreamException("the witness ended");
}
