using Microsoft.Extensions.Localization;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>What the columns of the list are called.</summary>
internal static class ColumnWords
{
    /// <summary>The column's head.</summary>
    public static string Of(SegmentColumn column, IStringLocalizer text) => column switch
    {
        SegmentColumn.Picture => text["Column.Picture"],
        SegmentColumn.Name => text["Column.Name"],
        SegmentColumn.Size => text["Column.Size"],
        SegmentColumn.Lock => text["Column.Lock"],
        SegmentColumn.Attached => text["Column.Attached"],
        SegmentColumn.Updates => text["Column.Updates"],
        SegmentColumn.Changed => text["Column.Changed"],
        _ => text["Column.State"],
    };
}
