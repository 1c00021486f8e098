using Concordat.Gateway.Configuration;
using Concordat.Signing;

namespace Concordat.Hosting;

/// <summary>Reads private keys, with their passphrase from where it is kept: an environment variable or a file, never an argument.</summary>
internal static class PrivateKeyFile
{
    private const int MaxPassphraseBytes = 4096;

    // Nobody stands beside the server to touch a token, and checkpoints wait for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="SigningFormatException">The key or its passphrase is missing or wrong; the message says what and where.</exception>
    /// <exception cref="KeyUnavailableException">The key is on a token that is not there, or refuses the PIN.</exception>
    public static SigningKey LoadLedgerKey(LedgerConfig ledger, Func<string, string?> environment) =>
        Load(ledger.Key, ledger.Passphrase, "ledger.passphrase", environment);

    /// <summary>Opens the keys that sign beside the ledger's own; when one cannot be opened, none is left open.</summary>
    /// <inheritdoc cref="LoadLedgerKey"/>
    public static IReadOnlyList<SigningKey> LoadAlsoKeys(LedgerConfig ledger, Func<string, string?> environment)
    {
        var keys = new List<SigningKey>();
        try
        {
            foreach (var also in ledger.AlsoKeys)
            {
                keys.Add(Load(also.Key, also.Passphrase, $"ledger.alsoKeys[{keys.Count}].passphrase", environment));
            }

            return keys;
        }
        catch
        {
            keys.ForEach(static key => key.Dispose());
            throw;
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

    private static SigningKey Load(string reference, SecretConfig? passphrase, string member, Func<string, string?> environment)
    {
        try
        {
            return SigningKey.Load(reference, passphrase is null ? null : ReadPassphrase(passphrase, environment), Patience);
        }
        catch (Exception e) when (passphrase is null && e is SigningFormatException { Code: "key_passphrase" } or KeyUnavailableException { Code: "key_pin" })
        {
            throw new SigningFormatException("key_passphrase", $"{e.Message} (`{member}: {{ env: NAME }}` or `{{ file: PATH }}` in the configuration names it)", e);
        }
    }
}
