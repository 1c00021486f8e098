using System.Security.Cryptography;

namespace Concordat.Signing;

/// <summary>One labelled PEM block and the file it came from.</summary>
internal static class PemDocument
{
    private const int MaxBytes = 64 * 1024;

    public static string ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        if (file.Length > MaxBytes)
        {
            throw new SigningFormatException("key_file_size", $"{path}: a key file has at most {MaxBytes} bytes, this one has {file.Length}");
        }

        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>Decodes the first PEM block, which must have the label asked for.</summary>
    public static byte[] Decode(string pem, string label)
    {
        ArgumentNullException.ThrowIfNull(pem);
        if (!PemEncoding.TryFind(pem, out var fields))
        {
            throw new SigningFormatException("key_pem", $"this is not PEM text (it should begin with -----BEGIN {label}-----)");
        }

        var found = pem[fields.Label];
        if (!string.Equals(found, label, StringComparison.Ordinal))
        {
            var hint = found switch
            {
                "EC PRIVATE KEY" => " (convert it with `openssl pkcs8 -topk8 -nocrypt`)",
                "PRIVATE KEY" => " (this is a private key where a public key belongs; derive it with `openssl pkey -pubout`)",
                "CERTIFICATE" => " (extract the key with `openssl x509 -noout -pubkey`)",
                _ => "",
            };
            throw new SigningFormatException("key_pem", $"the PEM block is `{found}`, not `{label}`{hint}");
        }

        var der = new byte[fields.DecodedDataLength];
        if (!Convert.TryFromBase64Chars(pem.AsSpan()[fields.Base64Data], der, out var written) || written != der.Length)
        {
            throw new SigningFormatException("key_pem", "the PEM block is not valid base64");
        }

        return der;
    }

    /// <summary>Whether the first PEM block has the label.</summary>
    public static bool IsOf(string pem, string label)
    {
        ArgumentNullException.ThrowIfNull(pem);
        return PemEncoding.TryFind(pem, out var fields) && pem.AsSpan()[fields.Label].SequenceEqual(label);
    }

    public static string Encode(string label, byte[] der) => PemEncoding.WriteString(label, der) + "\n";
}
