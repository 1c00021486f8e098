using System.Runtime.InteropServices;
using System.Text;

namespace Concordat.Signing.Pkcs11;

/// <summary>The calls of a PKCS #11 module that signing needs (OASIS PKCS #11 v2.40, section 5). Not safe for concurrent use.</summary>
/// <remarks>For 64-bit Linux: <c>CK_ULONG</c> is a native word, structures are not packed.</remarks>
internal sealed unsafe class CryptokiLibrary
{
    private const int MaxSlots = 1024;
    private const int MaxAttribute = 64 * 1024;
    private const nuint SerialSession = 4;
    private const nuint User = 1;
    private const nuint OsLocking = 2;

    private readonly void** _functions;

    /// <exception cref="EntryPointNotFoundException">The library is not a PKCS #11 module.</exception>
    public CryptokiLibrary(nint handle)
        : this((delegate* unmanaged[Cdecl]<void**, nuint>)NativeLibrary.GetExport(handle, "C_GetFunctionList"))
    {
    }

    internal CryptokiLibrary(delegate* unmanaged[Cdecl]<void**, nuint> getFunctionList)
    {
        void* list;
        Check(getFunctionList(&list), "C_GetFunctionList");
        _functions = (void**)list + 1; // behind the version, which is padded to a word
    }

    public void Initialize()
    {
        var arguments = stackalloc nuint[6]; // four functions that are left out, the flags, one reserved
        new Span<nuint>(arguments, 6).Clear();
        arguments[4] = OsLocking;
        var code = ((delegate* unmanaged[Cdecl]<void*, nuint>)_functions[0])(arguments);
        if (code != CryptokiException.AlreadyInitialized)
        {
            Check(code, "C_Initialize");
        }
    }

    public void Terminate() => ((delegate* unmanaged[Cdecl]<void*, nuint>)_functions[1])(null); // what it answers changes nothing

    public nuint[] SlotsWithToken()
    {
        var list = (delegate* unmanaged[Cdecl]<byte, nuint*, nuint*, nuint>)_functions[4];
        nuint count;
        Check(list(1, null, &count), "C_GetSlotList");
        var slots = new nuint[Math.Min(count, MaxSlots)];
        count = (nuint)slots.Length;
        fixed (nuint* output = slots)
        {
            Check(list(1, output, &count), "C_GetSlotList");
        }

        return slots[..(int)count];
    }

    public TokenInfo InfoOf(nuint slot)
    {
        var info = stackalloc byte[256]; // CK_TOKEN_INFO has 208
        Check(((delegate* unmanaged[Cdecl]<nuint, byte*, nuint>)_functions[6])(slot, info), "C_GetTokenInfo");
        return new TokenInfo(Padded(info, 32), Padded(info + 80, 16), *(nuint*)(info + 96));
    }

    public nuint OpenSession(nuint slot)
    {
        nuint session;
        Check(((delegate* unmanaged[Cdecl]<nuint, nuint, void*, void*, nuint*, nuint>)_functions[12])(slot, SerialSession, null, null, &session), "C_OpenSession");
        return session;
    }

    public void CloseSession(nuint session) => ((delegate* unmanaged[Cdecl]<nuint, nuint>)_functions[13])(session); // it may be gone already

    /// <summary>Logs in; where the token has a key pad of its own, without a PIN. A login that another session made counts.</summary>
    public void Login(nuint session, ReadOnlySpan<byte> pin)
    {
        fixed (byte* bytes = pin)
        {
            var code = ((delegate* unmanaged[Cdecl]<nuint, nuint, byte*, nuint, nuint>)_functions[18])(session, User, bytes, (nuint)pin.Length);
            if (code != CryptokiException.AlreadyLoggedIn)
            {
                Check(code, "C_Login");
            }
        }
    }

    /// <summary>Objects of a class with this label and id, at most as many as asked for.</summary>
    public nuint[] Find(nuint session, nuint objectClass, ReadOnlySpan<byte> label, ReadOnlySpan<byte> id, int most)
    {
        var template = stackalloc nuint[9]; // up to three attributes of type, value and length
        var found = new nuint[most];
        nuint count;
        fixed (byte* labelBytes = label)
        fixed (byte* idBytes = id)
        fixed (nuint* output = found)
        {
            var attributes = 0;
            Put(CryptokiObject.ClassAttribute, &objectClass, (nuint)sizeof(nuint));
            Put(CryptokiObject.LabelAttribute, labelBytes, (nuint)label.Length);
            Put(CryptokiObject.IdAttribute, idBytes, (nuint)id.Length);
            Check(((delegate* unmanaged[Cdecl]<nuint, nuint*, nuint, nuint>)_functions[26])(session, template, (nuint)attributes), "C_FindObjectsInit");
            var code = ((delegate* unmanaged[Cdecl]<nuint, nuint*, nuint, nuint*, nuint>)_functions[27])(session, output, (nuint)most, &count);
            ((delegate* unmanaged[Cdecl]<nuint, nuint>)_functions[28])(session);
            Check(code, "C_FindObjects");

            void Put(nuint type, void* value, nuint length)
            {
                if (length > 0)
                {
                    (template[3 * attributes], template[(3 * attributes) + 1], template[(3 * attributes) + 2]) = (type, (nuint)value, length);
                    attributes++;
                }
            }
        }

        return found[..(int)Math.Min(count, (nuint)most)];
    }

    /// <summary>Value of an attribute; null when the object has none.</summary>
    public byte[]? Attribute(nuint session, nuint item, nuint type)
    {
        var get = (delegate* unmanaged[Cdecl]<nuint, nuint, nuint*, nuint, nuint>)_functions[24];
        var attribute = stackalloc nuint[3] { type, 0, 0 };
        if (get(session, item, attribute, 1) != CryptokiException.Ok || attribute[2] is 0 or > MaxAttribute)
        {
            return null;
        }

        var value = new byte[attribute[2]];
        fixed (byte* bytes = value)
        {
            attribute[1] = (nuint)bytes;
            Check(get(session, item, attribute, 1), "C_GetAttributeValue");
        }

        return value[..(int)attribute[2]];
    }

    public byte[] Sign(nuint session, nuint key, nuint mechanism, ReadOnlySpan<byte> data, int most)
    {
        var parameters = stackalloc nuint[3] { mechanism, 0, 0 };
        Check(((delegate* unmanaged[Cdecl]<nuint, nuint*, nuint, nuint>)_functions[42])(session, parameters, key), "C_SignInit");
        var signature = new byte[most];
        var length = (nuint)most;
        byte none;
        fixed (byte* input = data)
        fixed (byte* output = signature)
        {
            Check(((delegate* unmanaged[Cdecl]<nuint, byte*, nuint, byte*, nuint*, nuint>)_functions[43])(session, input is null ? &none : input, (nuint)data.Length, output, &length), "C_Sign");
        }

        return signature[..(int)length];
    }

    private static string Padded(byte* text, int length) => Encoding.UTF8.GetString(text, length).TrimEnd(' ', '\0');

    private static void Check(nuint code, string call)
    {
        if (code != CryptokiException.Ok)
        {
            throw new CryptokiException(call, code);
        }
    }
}
