using System.Security.Cryptography;
using Concordat.Agreements;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Proving;
using Concordat.Console.Http;
using Concordat.Console.Pages;
using Concordat.Signing;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Endpoints;

/// <summary>The agreement in force beside a candidate for its amendment: which verdicts change, for which facts, and which words. Nothing is kept.</summary>
internal static class AmendmentEndpoints
{
    /// <summary>Largest candidate, in bytes; a form has room for no more.</summary>
    private const int LargestCandidate = 240 * 1024;

    /// <summary>Longest comparison; what takes longer is compared at the command line.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>One comparison at a time: each takes a core.</summary>
    private static readonly SemaphoreSlim Turn = new(1);

    public static ValueTask<IResult> PageAsync(ConsoleRequest request) => ShowAsync(request, StatusCodes.Status200OK);

    public static async ValueTask<IResult> CompareAsync(ConsoleRequest request)
    {
        if (await request.FileAsync("candidate", LargestCandidate) is not { } candidate)
        {
            return await RefuseAsync(request, "there is no file, or it has more than 240 KiB");
        }

        var read = AgreementFolder.Open(candidate, "candidate");
        if (read.Source is not { } after)
        {
            return await RefuseAsync(request, string.Join("; ", read.Diagnostics.Select(found => found.ToString())));
        }

        if (!await Turn.WaitAsync(TimeSpan.Zero, request.Cancellation))
        {
            return await RefuseAsync(request, "another comparison is under way; try again in a minute");
        }

        try
        {
            using var late = new CancellationTokenSource(Longest, request.Options.Time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, request.Cancellation);
            var (report, proof) = await Task.Run(
                () => (AgreementDiff.Compare(request.Options.Data.Source, after, stop.Token), AgreementProver.Prove(after, stop.Token)), stop.Token);
            var envelope = DsseEnvelope.Parse(candidate);
            return report.IsCompared
                ? await ShowAsync(request, StatusCodes.Status200OK, new()
                {
                    [nameof(AmendmentPage.Report)] = report,
                    [nameof(AmendmentPage.Hash)] = Convert.ToHexStringLower(SHA256.HashData(envelope.Payload)),
                    [nameof(AmendmentPage.Signatures)] = RoleSignature.Of(envelope, after.Metadata.Roles.IsDefault ? [] : after.Metadata.Roles, request.Options.Data.Parties).ToArray(),
                    [nameof(AmendmentPage.Proof)] = proof,
                })
                : await RefuseAsync(request, string.Join("; ", report.Problems.Select(found => found.ToString())));
        }
        catch (OperationCanceledException) when (!request.Cancellation.IsCancellationRequested)
        {
            return await RefuseAsync(request, "it takes longer than 30 seconds; compare it with `concordat agreement diff`");
        }
        finally
        {
            Turn.Release();
        }
    }

    private static ValueTask<IResult> RefuseAsync(ConsoleRequest request, string fault) =>
        ShowAsync(request, StatusCodes.Status422UnprocessableEntity, new() { [nameof(AmendmentPage.Fault)] = fault });

    private static ValueTask<IResult> ShowAsync(ConsoleRequest request, int status, PageParameters? more = null)
    {
        var parameters = new PageParameters { [nameof(AmendmentPage.Agreement)] = request.Options.Data.Agreement };
        foreach (var (name, value) in more ?? [])
        {
            parameters[name] = value;
        }

        return request.PageAsync<AmendmentPage>(parameters, status);
    }
}
