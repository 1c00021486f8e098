using System.Runtime.InteropServices;

namespace Concordat.Signing.Pkcs11;

/// <summary>A PKCS #11 module of this process. It is loaded once, and stays until the process ends.</summary>
/// <remarks>Whoever calls it does so on <see cref="Calls"/>: at most one call is under way, whatever the module says of threads.</remarks>
internal sealed class CryptokiModule
{
    private static readonly CallThread Loading = new();
    private static readonly Dictionary<string, CryptokiModule> Loaded = new(StringComparer.Ordinal); // the loading thread's

    internal CryptokiModule(CryptokiLibrary library) => Library = library;

    public CallThread Calls { get; } = new();

    public CryptokiLibrary Library { get; }

    /// <summary>How often the module was started anew; sessions of an earlier time are gone.</summary>
    public int Generation { get; private set; }

    /// <exception cref="KeyUnavailableException">There is no such module, or it does not start in time.</exception>
    public static CryptokiModule Load(string path, TimeSpan limit)
    {
        try
        {
            return Loading.Run(() => Loaded.TryGetValue(path, out var known) ? known : Loaded[path] = Start(path), limit);
        }
        catch (TimeoutException e)
        {
            throw new KeyUnavailableException("key_timeout", $"the PKCS #11 module `{path}` does not start within {limit.TotalSeconds} s", e);
        }
    }

    /// <summary>Ends every session and starts the module anew, which some need to see a token that came back.</summary>
    public void Restart()
    {
        Generation++;
        Library.Terminate();
        Library.Initialize();
    }

    private static CryptokiModule Start(string path)
    {
        try
        {
            var library = new CryptokiLibrary(NativeLibrary.Load(path));
            library.Initialize();
            return new CryptokiModule(library);
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
