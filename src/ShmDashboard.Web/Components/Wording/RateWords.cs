using System.Globalization;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>How often something happens.</summary>
internal static class RateWords
{
    /// <summary>"29.8 /s"; slower than once a second "0.25 /s".</summary>
    public static string Of(double perSecond) =>
        perSecond.ToString(perSecond < 1 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " /s";
}
