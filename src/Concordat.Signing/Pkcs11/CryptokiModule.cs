using System.Runtime.InteropServices;

namespace Concordat.Signing.Pkcs11;

/// <summary>A PKCS #11 module of this process. It is loaded once, and stays until the process ends.</summary>
/// <remarks>Whoever calls it holds <see cref="Gate"/>: at most one call is under way, whatever the module says of threads.</remarks>
internal sealed class CryptokiModule
{
    private static readonly Lock LoadedGate = new();
    private static readonly Dictionary<string, CryptokiModule> Loaded = new(StringComparer.Ordinal); // guarded by LoadedGate

    private CryptokiModule(CryptokiLibrary library) => Library = library;

    public Lock Gate { get; } = new();

    public CryptokiLibrary Library { get; }

    /// <summary>How often the module was started anew; sessions of an earlier time are gone.</summary>
    public int Generation { get; private set; }

    /// <exception cref="KeyUnavailableException">There is no such module.</exception>
    public static CryptokiModule Load(string path)
    {
        lock (LoadedGate)
        {
            if (Loaded.TryGetValue(path, out var known))
            {
                return known;
            }

            try
            {
                var library = new CryptokiLibrary(NativeLibrary.Load(path));
                library.Initialize();
                return Loaded[path] = new CryptokiModule(library);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
            {
                throw new KeyUnavailableException("key_module", $"`{path}` {(File.Exists(path) ? "is not a PKCS #11 module of this machine" : "does not exist; `module-path` should name the token's PKCS #11 module")}", e);
            }
            catch (CryptokiException e)
            {
                throw new KeyUnavailableException("key_module", $"the PKCS #11 module `{path}` does not start: {e.Message}", e);
            }
        }
    }

    /// <summary>Ends every session and starts the module anew, which some need to see a token that came back.</summary>
    public void Restart()
    {
        Generation++;
        Library.Terminate();
        Library.Initialize();
    }
}
