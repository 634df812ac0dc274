namespace ShmDashboard.Imaging.Formats.Jpeg;

/// <summary>The second byte of the markers we act on (ITU-T T.81, table B.1).</summary>
internal static class JpegMarker
{
    public const byte Tem = 0x01;
    public const byte Sof0 = 0xC0;
    public const byte Dht = 0xC4;
    public const byte Jpg = 0xC8;
    public const byte Dac = 0xCC;
    public const byte Sof15 = 0xCF;
    public const byte Rst0 = 0xD0;
    public const byte Rst7 = 0xD7;
    public const byte Soi = 0xD8;
    public const byte Eoi = 0xD9;
    public const byte Sos = 0xDA;
    public const byte App1 = 0xE1;

    public static bool IsStartOfFrame(byte marker) =>
        marker is >= Sof0 and <= Sof15 and not (Dht or Jpg or Dac);

    /// <summary>Whether no length field follows the marker.</summary>
    public static bool StandsAlone(byte marker) => marker is Tem or (>= Rst0 and <= Soi);
}
