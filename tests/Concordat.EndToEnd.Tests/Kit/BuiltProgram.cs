namespace Concordat.EndToEnd.Tests.Kit;

/// <summary>The program as it was built beside these tests, in the same configuration.</summary>
internal static class BuiltProgram
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        // artifacts/bin/Concordat.EndToEnd.Tests/debug/ stands beside artifacts/bin/Concordat/debug/
        var tests = new DirectoryInfo(AppContext.BaseDirectory);
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(tests.FullName, "..", "..", "Concordat", tests.Name, "concordat.dll"));
        return File.Exists(path) ? path : throw new InvalidOperationException($"`{path}` is not built");
    }
}
