using System.ComponentModel;
using System.Diagnostics;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary>Signs with a smart card, by a command of the person's own: the statement on its standard input, a detached CMS signature (DER) on its standard output.</summary>
internal sealed class CmsSigner(string command) : IStatementSigner
{
    public async Task<byte[]> SignAsync(string payloadType, byte[] payload, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var output = ReadAsync(process.StandardOutput.BaseStream, cancellationToken);
            await WriteAsync(process, payload, cancellationToken);
            var signature = await output;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode != 0 ? throw Failed($"it ended with code {process.ExitCode}")
                : signature.Length == 0 ? throw Failed("it wrote nothing")
                : signature.Length > PersonalStatement.MaxCmsBytes ? throw Failed($"it wrote more than {PersonalStatement.MaxCmsBytes} bytes; leave the chain of certificates out")
                : PersonalStatement.By(signature, payloadType, payload).ToJson();
        }
        catch (Win32Exception fault)
        {
            throw Failed(fault.Message);
        }
    }

    public void Dispose()
    {
        // holds nothing: each signature is a process of its own
    }

    /// <summary>A command that ends without reading says why by its exit code.</summary>
    private static async Task WriteAsync(Process process, byte[] payload, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(payload, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            return;
        }
    }

    private static async Task<byte[]> ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[PersonalStatement.MaxCmsBytes + 1];
        var read = await output.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer[..read];
    }

    private static CommandException Failed(string why) =>
        new($"concordat: the command under `--cms` did not sign: {why}") { Code = ExitCode.CheckFailed };
}
