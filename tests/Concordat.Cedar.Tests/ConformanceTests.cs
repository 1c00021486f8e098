using Concordat.Cedar.Conformance;

namespace Concordat.Cedar.Tests;

/// <summary>
/// The public Cedar integration tests. A part of them is in the repository; all of them run where
/// <c>CEDAR_INTEGRATION_TESTS</c> names the directory of a copy.
/// </summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Official_cases_come_out_as_expected()
    {
        var copy = Environment.GetEnvironmentVariable("CEDAR_INTEGRATION_TESTS");
        var directory = string.IsNullOrEmpty(copy) ? Path.Combine(AppContext.BaseDirectory, "cases") : copy;
        var report = ConformanceSuite.Run(directory, TestContext.Current.CancellationToken);
        output.WriteLine($"{report.Passed} of {report.Cases} cases with {report.Requests} requests pass");
        Assert.Empty(report.Failures);
        Assert.InRange(report.Requests, 500, int.MaxValue);
    }

    [Fact]
    public void A_case_that_comes_out_otherwise_is_named()
    {
        var directory = Directory.CreateTempSubdirectory().FullName;
        Directory.CreateDirectory(Path.Combine(directory, "tests"));
        File.WriteAllText(Path.Combine(directory, "p.cedar"), "permit(principal, action, resource);");
        File.WriteAllText(Path.Combine(directory, "s.cedarschema"), "entity T; action a appliesTo { principal: T, resource: T };");
        File.WriteAllText(Path.Combine(directory, "e.json"), "[]");
        File.WriteAllText(Path.Combine(directory, "tests", "1.json"), """
            {"policies":"p.cedar","schema":"s.cedarschema","entities":"e.json","shouldValidate":false,"requests":[
              {"principal":{"type":"T","id":"x"},"action":{"type":"Action","id":"a"},"resource":{"type":"T","id":"x"},
               "context":{},"decision":"deny","reason":["policy0"],"errors":[]}]}
            """);
        File.WriteAllText(Path.Combine(directory, "tests", "2.json"), "{}");
        var report = ConformanceSuite.Run(directory, TestContext.Current.CancellationToken);
        Directory.Delete(directory, recursive: true);
        Assert.Equal((2, 0), (report.Cases, report.Passed));
        Assert.Contains(report.Failures, failure => failure.Message.Contains("should not validate", StringComparison.Ordinal));
        Assert.Contains(report.Failures, failure => failure.Message.Contains("decision should be `deny`, found `allow`", StringComparison.Ordinal));
        Assert.Contains(report.Failures, failure => failure.Message.StartsWith("this is not a case", StringComparison.Ordinal));
    }
}
