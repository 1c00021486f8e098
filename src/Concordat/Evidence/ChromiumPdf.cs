using System.Diagnostics;

namespace Concordat.Evidence;

/// <summary>Prints the report as PDF with a Chromium that is installed; without one there is no PDF.</summary>
internal static class ChromiumPdf
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <returns>Null when it was printed; otherwise why not.</returns>
    public static async Task<string?> PrintAsync(string html, string pdf, string? path, CancellationToken cancellationToken)
    {
        if (Find(path) is not { } program)
        {
            return "no Chromium is installed";
        }

        var profile = Directory.CreateTempSubdirectory("concordat-pdf-");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Longest);
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["--headless", "--disable-gpu", "--no-pdf-header-footer", $"--user-data-dir={profile.FullName}", $"--print-to-pdf={Path.GetFullPath(pdf)}"])
        {
            start.ArgumentList.Add(argument);
        }

        if (Environment.IsPrivilegedProcess)
        {
            start.ArgumentList.Add("--no-sandbox"); // Chromium's sandbox does not work for root; the page is ours and has no scripts
        }

        start.ArgumentList.Add(new Uri(Path.GetFullPath(html)).AbsoluteUri);
        using var process = Process.Start(start);
        try
        {
            await Task.WhenAll(process!.StandardError.ReadToEndAsync(timeout.Token), process.StandardOutput.ReadToEndAsync(timeout.Token), process.WaitForExitAsync(timeout.Token));
            return File.Exists(pdf) ? null : $"Chromium ended with {process.ExitCode} and wrote nothing";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process!.Kill(entireProcessTree: true);
            return "Chromium did not end in time";
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }

    private static string? Find(string? path) => (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(static folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
