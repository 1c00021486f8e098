using System.Text;
using Concordat.Attestation.Bills;

namespace Concordat.Attestation.Tests;

public sealed class AiBillTests
{
    [Fact]
    public void A_bill_is_read_with_its_nested_components()
    {
        var bill = Read(
            """
            {"bomFormat":"CycloneDX","specVersion":"1.6","version":1,
             "metadata":{"component":{"type":"machine-learning-model","name":"m","version":"2026-10","supplier":{"name":"Example"}}},
             "components":[{"type":"data","name":"corpus","components":[{"type":"library","name":"inner","publisher":"Others"}]}]}
            """);

        Assert.Equal(["m", "corpus", "inner"], bill.Components.Select(component => component.Name));
        Assert.Equal("Example", bill.Components[0].Supplier);
        Assert.Equal("Others", bill.Components[2].Supplier);
        Assert.Equal(64, bill.Hash.Length);
    }

    [Theory]
    [InlineData("""{"bomFormat":"SPDX","specVersion":"1.6"}""")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.4","components":[{"type":"machine-learning-model","name":"m"}]}""")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"m"}]}""")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"machine-learning-model"}]}""")]
    [InlineData("""{"bomFormat":"CycloneDX","bomFormat":"CycloneDX","specVersion":"1.6"}""")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","components":7}""")]
    [InlineData("[]")]
    [InlineData("not json")]
    public void What_is_no_bill_of_a_model_is_refused(string json) => Assert.Throws<FormatException>(() => Read(json));

    private static AiBill Read(string json) => AiBill.Read(Encoding.UTF8.GetBytes(json));
}
