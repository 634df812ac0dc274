using System.Collections.Immutable;
using Microsoft.Extensions.Localization;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Layouts;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>One form in which what is in a segment can be saved: an address of the API. Immutable.</summary>
/// <param name="Words">What it is.</param>
/// <param name="Address">Where it comes from.</param>
/// <param name="FileName">What the browser calls it.</param>
public sealed record SaveChoice(string Words, string Address, string FileName)
{
    /// <summary>All forms that there are for a segment as it is shown.</summary>
    public static ImmutableArray<SaveChoice> Of(SegmentRow row, PictureLook look, string name, IStringLocalizer text)
    {
        var choices = ImmutableArray.CreateBuilder<SaveChoice>();
        var payload = row.Frame?.Payload;
        string file = name.Trim('/').Replace('/', '_');
        string number = look.Picture > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"picture={look.Picture}") : "";
        payload = payload?.At(look.Picture) ?? payload;
        bool isRaw = look.Layout is not null || payload?.Layout is not null;
        if (isRaw || payload is { Picture: not null, IsDamaged: false })
        {
            string shaped = Shaping(look) + (number.Length > 0 ? "&" + number : "");
            foreach (var format in PictureFormats.All.Where(format => format.CanEncode))
                choices.Add(new(format.Name, $"{SegmentLinks.Picture(row.Id)}?format={format.Id}{shaped}", $"{file}.{format.Id}"));
        }

        if (isRaw)
        {
            string layout = look.Layout is { } asked ? $"&layout={Uri.EscapeDataString(asked)}" : "";
            choices.Add(new(text["Save.Npy"], $"{SegmentLinks.Picture(row.Id)}?format=npy{layout}", file + ".npy"));
            choices.Add(new(text["Save.Raw"], $"{SegmentLinks.Picture(row.Id)}?format=raw{layout}", file + ".raw"));
        }
        else if (payload is { Picture: { } picture, IsDamaged: false })
        {
            choices.Add(new(text["Save.Payload", picture.Name], SegmentLinks.Picture(row.Id) + (number.Length > 0 ? "?" + number : ""), $"{file}.{picture.Id}"));
            if (picture.CanDecode) choices.Add(new(text["Save.Npy"], $"{SegmentLinks.Picture(row.Id)}?format=npy{(number.Length > 0 ? "&" + number : "")}", file + ".npy"));
        }
        else if (payload is { IsText: true })
        {
            choices.Add(new(text["Save.Text"], SegmentLinks.Payload(row.Id), file + ".txt"));
        }

        choices.Add(new(text["Save.Bytes"], SegmentLinks.Bytes(row.Id) + "?whole=true", file + ".bin"));
        return choices.DrainToImmutable();
    }

    private static string Shaping(PictureLook look) =>
        (look.Layout is { } layout ? $"&layout={Uri.EscapeDataString(layout)}" : "") + (look.Mapping is { } mapping ? "&" + mapping : "");
}
