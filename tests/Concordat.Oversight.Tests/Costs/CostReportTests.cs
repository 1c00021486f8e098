using Concordat.Oversight.Costs;

namespace Concordat.Oversight.Tests.Costs;

public sealed class CostReportTests
{
    private static readonly DateOnly Monday = new(2026, 11, 23);
    private static readonly UsageSum Sum = new("radar", "USD", 1, 0, 100, 10, 100_000_001);

    [Fact]
    public void Amounts_are_exact_and_currencies_are_never_mixed()
    {
        var report = CostReport.Of(
            Monday, Monday, "use-case",
            [Sum with { Answers = 2, Input = 200, Output = 20, Cost = 300_000_003 }, Sum with { Currency = "EUR", Cost = 5 }, Sum with { Currency = "", Cost = 0, Estimated = 1 }]);

        Assert.Equal(
            [new CostLine("radar", null, 1, 1, 100, 10, null), new CostLine("radar", "EUR", 1, 0, 100, 10, 0.000000005m), new CostLine("radar", "USD", 2, 0, 200, 20, 0.300000003m)],
            report.Lines);
    }

    [Fact]
    public void A_name_is_no_formula_and_breaks_no_line_of_a_file()
    {
        var report = CostReport.Of(Monday, Monday, "model", [Sum with { Name = "=1+1" }, Sum with { Name = "a,\"b\"\nc", Currency = "", Cost = 0 }]);

        Assert.Equal(
            "model,currency,answers,estimated,input_tokens,output_tokens,cost\r\n\"a,\"\"b\"\"\nc\",,1,0,100,10,\r\n'=1+1,USD,1,0,100,10,0.100000001\r\n",
            report.ToCsv());
    }
}
