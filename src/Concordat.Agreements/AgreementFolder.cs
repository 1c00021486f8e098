using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Publishing;
using Concordat.Signing;

namespace Concordat.Agreements;

/// <summary>What a command line does with an agreement's folder and its signed file; every outcome is a value.</summary>
public static class AgreementFolder
{
    /// <summary>Reads and checks a folder; the source is given even when the lint finds errors in it.</summary>
    /// <param name="directory">The agreement's folder.</param>
    /// <param name="now">The present, for what goes out of date.</param>
    public static AgreementRead Lint(string directory, DateTimeOffset? now = null)
    {
        var read = AgreementSource.Read(directory);
        return read.IsRead ? read with { Diagnostics = [.. read.Diagnostics, .. AgreementLint.Check(read.Source, now)] } : read;
    }

    /// <summary>Signs a folder for a role; an output file that exists keeps its other signatures, and is replaced whole or not at all.</summary>
    /// <param name="directory">The agreement's folder.</param>
    /// <param name="output">The signed file, created or extended.</param>
    /// <param name="key">The signing key.</param>
    /// <param name="role">The role that signs.</param>
    /// <param name="parties">Whom the signer trusts; may be empty.</param>
    /// <param name="unproven">Why it is signed although its red lines are not proven; none for one that is proven.</param>
    public static AgreementSigned Sign(
        string directory, string output, SigningKey key, string role, IReadOnlyList<TrustedParty> parties, string? unproven = null)
    {
        var read = AgreementSource.Read(directory);
        if (!read.IsRead)
        {
            return new AgreementSigned(null, null, read.Diagnostics);
        }

        return Add(output, existing => AgreementSigning.Sign(read.Source, existing, key, role, parties, unproven));
    }

    /// <summary>Signs an agreement's statement of terms for the public; an output file that exists keeps its other signatures.</summary>
    /// <param name="source">The agreement.</param>
    /// <param name="output">The signed statement, created or extended.</param>
    /// <param name="key">The signing key.</param>
    public static AgreementSigned Publish(AgreementSource source, string output, SigningKey key) =>
        Add(output, existing => TermsPublishing.Sign(source, existing, key));

    /// <summary>Reads and checks a signed statement of terms.</summary>
    /// <param name="file">The signed statement.</param>
    /// <param name="parties">Whose signatures count.</param>
    /// <param name="agreement">The agreement that it must be the public part of; none when the reader does not have it.</param>
    /// <param name="payload">What was signed; empty when it cannot be read.</param>
    public static TermsLoad LoadTerms(string file, IReadOnlyList<TrustedParty> parties, AgreementSource? agreement, out byte[] payload)
    {
        try
        {
            var envelope = ReadBounded(file);
            var load = TermsPublishing.Load(envelope, parties, agreement);
            payload = load.IsLoaded ? DsseEnvelope.Parse(envelope).Payload : [];
            return load;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            payload = [];
            return new TermsLoad(null, [], [Unreadable(file, e)]);
        }
    }

    /// <summary>Writes a folder.</summary>
    /// <param name="source">The agreement.</param>
    /// <param name="directory">Created where it does not exist; files that exist are never overwritten.</param>
    /// <exception cref="IOException">A file exists, or cannot be written.</exception>
    public static void Write(AgreementSource source, string directory)
    {
        ArgumentNullException.ThrowIfNull(source);
        Directory.CreateDirectory(directory);
        foreach (var file in AgreementSource.Files)
        {
            using var target = new FileStream(Path.Combine(directory, file), FileMode.CreateNew, FileAccess.Write);
            using var writer = new StreamWriter(target);
            writer.Write(source.TextOf(file));
        }
    }

    /// <summary>Reads a folder, or the texts inside a signed file without checking any signature.</summary>
    public static AgreementRead Read(string path) => Directory.Exists(path) ? AgreementSource.Read(path) : Open(path);

    /// <summary>Reads and verifies a signed file.</summary>
    public static AgreementLoad Load(string file, IReadOnlyList<TrustedParty> parties, DateTimeOffset now)
    {
        try
        {
            return Agreement.Load(ReadBounded(file), parties, now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var found = new DiagnosticList();
            found.Add(Unreadable(file, e));
            return AgreementLoad.Failed(found);
        }
    }

    /// <summary>Reads the texts inside a signed file without checking any signature: to show, never to decide.</summary>
    public static AgreementRead Open(string file) => Open(file, out _);

    /// <summary>The same, with what was read.</summary>
    /// <param name="file">The signed file.</param>
    /// <param name="envelope">Its bytes; empty when it cannot be read.</param>
    public static AgreementRead Open(string file, out byte[] envelope)
    {
        try
        {
            envelope = ReadBounded(file);
            return Open(envelope, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            envelope = [];
            return new AgreementRead(null, [Unreadable(file, e)]);
        }
    }

    /// <summary>Reads the texts inside a signed document without checking any signature: to show, never to decide.</summary>
    /// <param name="envelope">The signed file's bytes.</param>
    /// <param name="name">What diagnostics call it.</param>
    public static AgreementRead Open(byte[] envelope, string name)
    {
        var found = new DiagnosticList();
        var opened = AgreementVerification.ReadEnvelope(envelope, found, name);
        var source = opened is null ? null : AgreementPayload.Read(opened.Payload, found);
        return new AgreementRead(found.HasErrors || source is null ? null : source with { Location = name }, found.ToImmutable());
    }

    private static AgreementSigned Add(string output, Func<byte[], AgreementSigned> sign)
    {
        try
        {
            var signed = sign(File.Exists(output) ? ReadBounded(output) : []);
            if (signed.IsSigned)
            {
                var unfinished = output + ".tmp";
                File.WriteAllBytes(unfinished, signed.Envelope);
                File.Move(unfinished, output, overwrite: true);
            }

            return signed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new AgreementSigned(null, null, [Unreadable(output, e)]);
        }
    }

    // One byte more than allowed is enough to refuse: the rest of an endless file is never read.
    private static byte[] ReadBounded(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read);
        var buffer = new byte[Math.Min(stream.Length, AgreementPayload.MaxEnvelopeBytes) + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..length];
    }

    private static AgreementDiagnostic Unreadable(string file, Exception e) =>
        new(IsError: true, AgreementCodes.SourceUnreadable, "the file cannot be read or written: " + e.Message, file);
}
