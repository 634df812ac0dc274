using MudBlazor;

namespace ShmDashboard.Web.Components.Layout;

/// <summary>
/// The one theme: MudBlazor's palette out of our tokens. <c>wwwroot/css/tokens.css</c> is the home of the colours (a test holds
/// the two together), and <c>mudblazor.css</c> lets them follow the page's theme without a round trip.
/// </summary>
internal static class DashboardTheme
{
    private static readonly string[] s_font =
        ["Inter", "system-ui", "Segoe UI", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];

    /// <summary>Light, dark, words as they are written, no shadows where a line does.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3354d1",
            PrimaryContrastText = "#ffffff",
            PrimaryDarken = "#2643b4",
            PrimaryLighten = "#e8edfc",
            Secondary = "#4d5661",
            SecondaryContrastText = "#ffffff",
            Tertiary = "#646d79",
            Info = "#3354d1",
            InfoContrastText = "#ffffff",
            Success = "#17703f",
            SuccessContrastText = "#ffffff",
            Warning = "#8a5100",
            WarningContrastText = "#ffffff",
            Error = "#b3261e",
            ErrorContrastText = "#ffffff",
            Dark = "#16191d",
            DarkContrastText = "#ffffff",
            Black = "#16191d",
            TextPrimary = "#16191d",
            TextSecondary = "#4d5661",
            TextDisabled = "#646d79",
            ActionDefault = "#4d5661",
            ActionDisabled = "#646d79",
            ActionDisabledBackground = "#e2e5ea",
            Background = "#f5f6f8",
            BackgroundGray = "#f8f9fb",
            Surface = "#ffffff",
            DrawerBackground = "#ffffff",
            DrawerText = "#16191d",
            DrawerIcon = "#4d5661",
            AppbarBackground = "#ffffff",
            AppbarText = "#16191d",
            LinesDefault = "#e2e5ea",
            LinesInputs = "#cbd1d9",
            TableLines = "#e2e5ea",
            TableStriped = "#f8f9fb",
            TableHover = "#f4f6fd",
            Divider = "#e2e5ea",
            DividerLight = "#e2e5ea",
            Skeleton = "#e2e5ea",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#92aaff",
            PrimaryContrastText = "#0e1115",
            PrimaryDarken = "#adc0ff",
            PrimaryLighten = "#1e2947",
            Secondary = "#abb4c0",
            SecondaryContrastText = "#161a20",
            Tertiary = "#8d97a5",
            Info = "#92aaff",
            InfoContrastText = "#0e1115",
            Success = "#68d39c",
            SuccessContrastText = "#161a20",
            Warning = "#f2bd62",
            WarningContrastText = "#161a20",
            Error = "#ff938a",
            ErrorContrastText = "#161a20",
            Dark = "#e8ebef",
            DarkContrastText = "#161a20",
            Black = "#e8ebef",
            TextPrimary = "#e8ebef",
            TextSecondary = "#abb4c0",
            TextDisabled = "#8d97a5",
            ActionDefault = "#abb4c0",
            ActionDisabled = "#8d97a5",
            ActionDisabledBackground = "#262c35",
            Background = "#0e1115",
            BackgroundGray = "#12161b",
            Surface = "#161a20",
            DrawerBackground = "#161a20",
            DrawerText = "#e8ebef",
            DrawerIcon = "#abb4c0",
            AppbarBackground = "#161a20",
            AppbarText = "#e8ebef",
            LinesDefault = "#262c35",
            LinesInputs = "#3a434f",
            TableLines = "#262c35",
            TableStriped = "#12161b",
            TableHover = "#1b212b",
            Divider = "#262c35",
            DividerLight = "#262c35",
            Skeleton = "#262c35",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "7px", AppbarHeight = "54px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = s_font, FontSize = "14px", LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = s_font, FontSize = "13px", FontWeight = "550", LetterSpacing = "0", TextTransform = "none" },
        },
    };
}
