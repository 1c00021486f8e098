using Concordat.Gateway.Configuration;
using Concordat.Signing;

namespace Concordat.Hosting;

/// <summary>Reads private keys, with their passphrase from where it is kept: an environment variable or a file, never an argument.</summary>
internal static class PrivateKeyFile
{
    private const int MaxPassphraseBytes = 4096;

    /// <exception cref="SigningFormatException">The key or its passphrase is missing or wrong; the message says what and where.</exception>
    public static SigningKey LoadLedgerKey(LedgerConfig ledger, Func<string, string?> environment)
    {
        try
        {
            return SigningKey.Load(ledger.Key, ledger.Passphrase is { } passphrase ? ReadPassphrase(passphrase, environment) : null);
        }
        catch (Exception e) when (ledger.Passphrase is null && e is SigningFormatException { Code: "key_passphrase" } or KeyUnavailableException { Code: "key_pin" })
        {
            throw new SigningFormatException("key_passphrase", $"{e.Message} (`ledger.passphrase: {{ env: NAME }}` or `{{ file: PATH }}` in the configuration names it)", e);
        }
    }

    /// <exception cref="SigningFormatException">It is missing, empty or too long.</exception>
    public static string ReadPassphrase(SecretConfig passphrase, Func<string, string?> environment)
    {
        var (place, value) = passphrase.Env is { } variable
            ? ($"environment variable `{variable}`", environment(variable))
            : ($"file `{passphrase.File}`", ReadFile(passphrase.File!));
        return string.IsNullOrEmpty(value)
            ? throw new SigningFormatException("key_passphrase", $"the passphrase in {place} is missing, empty or longer than {MaxPassphraseBytes} bytes")
            : value;
    }

    // An editor ends a file with a line end, which is not part of the passphrase; spaces may be.
    private static string? ReadFile(string path) =>
        File.Exists(path) && new FileInfo(path).Length <= MaxPassphraseBytes ? File.ReadAllText(path).TrimEnd('\r', '\n') : null;
}
