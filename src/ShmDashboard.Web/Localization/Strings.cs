namespace ShmDashboard.Web.Localization;

/// <summary>Names the resource files beside it: <c>Strings.resx</c> (English) and <c>Strings.zh-Hans.resx</c>.</summary>
public sealed class Strings;
