using ShmDashboard.Web.Security;

namespace ShmDashboard.Web.Tests.Security;

public sealed class ReturnAddressTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/segment/qt%3Ashare?window=60s")]
    [InlineData("/?q=a//b")]
    public void Checked_OwnPage_IsKept(string address) => Assert.Equal(address, ReturnAddress.Checked(address));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("upload")]
    public void Checked_AnythingElse_IsTheFirstPage(string? address) => Assert.Equal("/", ReturnAddress.Checked(address));
}
