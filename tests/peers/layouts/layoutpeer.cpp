// The programs whose headers the dashboard knows, one command a line (protocol: ../qtpeer/qtpeer.cpp).
//
//   g++ -std=c++17 -O2 layoutpeer.cpp -o layoutpeer $(pkg-config --cflags xproto)
//
//   write LAYOUT FORM WIDTH HEIGHT SEED NAME      makes /dev/shm/NAME as that program does; replies with the channels as they are
//                                                 stored, and the values of all pixels
//   remove NAME
//
// Every header is a structure as its program declares it, with the types of the system's own headers, so that the compiler says
// what is where; no offset is written down here.
#include <X11/XWDFile.h>
#include <linux/videodev2.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using Bytes = std::vector<uint8_t>;

struct Half { uint16_t bits; };

// The pattern of the tests.
int level(int channel, int x, int y, int seed)
{
    static const int factors[4][3] = {{7, 3, 29}, {5, 11, 17}, {13, 2, 41}, {3, 19, 23}};
    const int *f = factors[channel];
    return (x * f[0] + y * f[1] + seed * f[2]) & 0xff;
}

uint64_t level16(int channel, int x, int y, int seed)
{
    return uint64_t(level(channel, x, y, seed)) << 8 | ((x * 31 + y * 17 + seed + channel) & 0xff);
}

template <class T> T sampleOf(int channel, int x, int y, int seed)
{
    if constexpr (sizeof(T) == 1)
        return T(level(channel, x, y, seed));
    else if constexpr (std::is_floating_point_v<T>)
        return T(double(level16(channel, x, y, seed)) / 64 - 300);
    else
        return T(level16(channel, x, y, seed) * (sizeof(T) == 2 ? 1 : sizeof(T) == 4 ? 65537 : 281479271743489));
}

// A whole number of 0 to 255, which has a half of its own, without rounding.
template <> Half sampleOf<Half>(int channel, int x, int y, int seed)
{
    const auto value = float(level(channel, x, y, seed)) / 256;
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return {value == 0 ? uint16_t(0) : uint16_t(((bits >> 23) - 112) << 10 | (bits >> 13 & 0x3ff))};
}

double valueOf(Half half) { return half.bits == 0 ? 0 : double(1024 + (half.bits & 0x3ff)) / double(1u << (25 - (half.bits >> 10))); }

template <class T> double valueOf(T sample) { return double(sample); }

struct Image
{
    int width, height;
    std::string channels;
    Bytes bytes;
    std::vector<double> values;
    unsigned stride = 0;

    template <class T> void add(T sample)
    {
        const auto *from = reinterpret_cast<const uint8_t *>(&sample);
        bytes.insert(bytes.end(), from, from + sizeof sample);
    }

    void endRow(unsigned multiple)
    {
        while (bytes.size() % multiple != 0)
            bytes.push_back(0xee);
    }
};

unsigned channelOf(char name) { return name == 'G' || name == '1' ? 1 : name == 'B' ? 2 : name == 'A' ? 3 : 0; }

template <class T> Image samples(int width, int height, int seed, const std::string &order, unsigned multiple)
{
    Image image{width, height, order, {}, {}};
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            for (const char name : order) {
                const T sample = name == 'X' ? T{} : sampleOf<T>(int(channelOf(name)), x, y, seed);
                image.add(sample);
                image.values.push_back(valueOf(sample));
            }
        }
        image.endRow(multiple);
    }
    return image;
}

Image words(int width, int height, int seed, int greenBits, bool bigEndian, unsigned multiple)
{
    Image image{width, height, "RGB", {}, {}};
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const int red = level(0, x, y, seed) >> 3, green = level(1, x, y, seed) >> (8 - greenBits), blue = level(2, x, y, seed) >> 3;
            const auto word = uint16_t(red << (5 + greenBits) | green << 5 | blue);
            image.add(bigEndian ? htons(word) : word);
            image.values.insert(image.values.end(), {double(red), double(green), double(blue)});
        }
        image.endRow(multiple);
    }
    return image;
}

// Within the limited range of BT.601.
uint8_t luma(int x, int y, int seed) { return uint8_t(16 + level(0, x, y, seed) % 220); }
uint8_t chroma(int which, int x, int y, int seed) { return uint8_t(16 + level(1 + which, x, y, seed) % 225); }

Image yuv(int width, int height, int seed, const std::string &form)
{
    const bool packed = form == "yuyv422" || form == "uyvy422";
    Image image{width, height, "YUV", {}, {}};
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const int row = packed ? y : y / 2;
            image.values.insert(image.values.end(),
                {double(luma(x, y, seed)), double(chroma(0, x / 2, row, seed)), double(chroma(1, x / 2, row, seed))});
            if (form == "uyvy422")
                image.add(chroma(x % 2, x / 2, row, seed));
            image.add(luma(x, y, seed));
            if (form == "yuyv422")
                image.add(chroma(x % 2, x / 2, row, seed));
        }
    }
    image.stride = unsigned(image.bytes.size()) / unsigned(height);
    const int first = form == "yv12" || form == "nv21" ? 1 : 0;
    const bool beside = form == "nv12" || form == "nv21";
    for (int plane = 0; !packed && plane < (beside ? 1 : 2); plane++) {
        for (int y = 0; y < height / 2; y++) {
            for (int x = 0; x < width / 2; x++) {
                image.add(chroma(beside ? first : first ^ plane, x, y, seed));
                if (beside)
                    image.add(chroma(first ^ 1, x, y, seed));
            }
        }
    }
    return image;
}

Image picture(const std::string &form, int width, int height, int seed, unsigned multiple = 1)
{
    const auto make = [&]() -> Image {
        if (form == "gray") return samples<uint8_t>(width, height, seed, "Y", multiple);
        if (form == "rgb24") return samples<uint8_t>(width, height, seed, "RGB", multiple);
        if (form == "bgr24") return samples<uint8_t>(width, height, seed, "BGR", multiple);
        if (form == "rgba") return samples<uint8_t>(width, height, seed, "RGBA", multiple);
        if (form == "bgra") return samples<uint8_t>(width, height, seed, "BGRA", multiple);
        if (form == "bgr0") return samples<uint8_t>(width, height, seed, "BGRX", multiple);
        if (form == "0rgb") return samples<uint8_t>(width, height, seed, "XRGB", multiple);
        if (form == "s8") return samples<int8_t>(width, height, seed, "Y", multiple);
        if (form == "gray16le") return samples<uint16_t>(width, height, seed, "Y", multiple);
        if (form == "s16le") return samples<int16_t>(width, height, seed, "Y", multiple);
        if (form == "gray32le") return samples<uint32_t>(width, height, seed, "Y", multiple);
        if (form == "s32le") return samples<int32_t>(width, height, seed, "Y", multiple);
        if (form == "u64le") return samples<uint64_t>(width, height, seed, "Y", multiple);
        if (form == "s64le") return samples<int64_t>(width, height, seed, "Y", multiple);
        if (form == "grayf32le") return samples<float>(width, height, seed, "Y", multiple);
        if (form == "f64le") return samples<double>(width, height, seed, "Y", multiple);
        if (form == "grayf16le") return samples<Half>(width, height, seed, "Y", multiple);
        if (form == "rgbaf16le") return samples<Half>(width, height, seed, "RGBA", multiple);
        if (form == "CV_32FC2") return samples<float>(width, height, seed, "01", multiple);
        if (form == "CV_64FC2") return samples<double>(width, height, seed, "01", multiple);
        if (form == "rgb565le") return words(width, height, seed, 6, false, multiple);
        if (form == "rgb565be") return words(width, height, seed, 6, true, multiple);
        if (form == "rgb555le") return words(width, height, seed, 5, false, multiple);
        return yuv(width, height, seed, form);
    };
    Image image = make();
    if (image.stride == 0)
        image.stride = unsigned(image.bytes.size()) / unsigned(height);
    return image;
}

void reverseRows(Image &image)
{
    for (int top = 0, bottom = image.height - 1; top < bottom; top++, bottom--)
        std::swap_ranges(&image.bytes[size_t(top) * image.stride], &image.bytes[size_t(top + 1) * image.stride], &image.bytes[size_t(bottom) * image.stride]);
}

template <class Header> Bytes behind(const Header &header, const Bytes &pixels, size_t slack = 0)
{
    const auto *from = reinterpret_cast<const uint8_t *>(&header);
    Bytes segment(from, from + sizeof header);
    segment.insert(segment.end(), pixels.begin(), pixels.end());
    segment.resize(segment.size() + slack);
    return segment;
}

void put(Bytes &segment, size_t at, const Bytes &pixels)
{
    if (segment.size() < at + pixels.size())
        segment.resize(at + pixels.size());
    std::copy(pixels.begin(), pixels.end(), segment.begin() + long(at));
}

// ---- One for each layout: the segment's bytes, and the picture in it.

struct Written { Bytes segment; Image image; };

Written cameraShm(const std::string &form, int width, int height, int seed)
{
    struct __attribute__((packed)) Frame { uint64_t sequence; uint32_t width, height; uint64_t frame, microseconds; };
    Image image = picture(form, width, height, seed);
    return {behind(Frame{8, uint32_t(width), uint32_t(height), 41, 1'700'000'000'000'000}, image.bytes), image};
}

struct BitmapInfoHeader
{
    uint32_t biSize;
    int32_t biWidth, biHeight;
    uint16_t biPlanes, biBitCount;
    uint32_t biCompression, biSizeImage;
    int32_t biXPelsPerMeter, biYPelsPerMeter;
    uint32_t biClrUsed, biClrImportant;
};

BitmapInfoHeader bitmap(const Image &image, int bits, bool topDown)
{
    return {sizeof(BitmapInfoHeader), image.width, topDown ? -image.height : image.height, 1, uint16_t(bits), 0, uint32_t(image.bytes.size()), 2835, 2835, 0, 0};
}

Written dib(const std::string &form, int width, int height, int seed)
{
    Image image = picture(form, width, height, seed, 4);
    const int bits = form == "bgr24" ? 24 : form == "bgr0" ? 32 : 16;
    const bool topDown = seed % 2 == 0;
    if (!topDown)
        reverseRows(image);
    return {behind(bitmap(image, bits, topDown), image.bytes), image};
}

Written dibGrey(const std::string &form, int width, int height, int seed)
{
    struct RgbQuad { uint8_t blue, green, red, reserved; };
    struct Info { BitmapInfoHeader header; RgbQuad colours[256]; } info{};
    Image image = picture(form, width, height, seed, 4);
    reverseRows(image);
    info.header = bitmap(image, 8, false);
    for (int i = 0; i < 256; i++)
        info.colours[i] = {uint8_t(i), uint8_t(i), uint8_t(i), 0};
    return {behind(info, image.bytes), image};
}

// ImageStruct.h of version 2.00.
Written imageStreamIO(const std::string &form, int width, int height, int seed)
{
    struct Metadata
    {
        char version[32], name[80];
        uint8_t naxis;
        uint32_t size[3];
        uint64_t nelement;
        uint8_t datatype;
        uint64_t imagetype;
        timespec creationtime, lastaccesstime, atime, writetime;
        pid_t creatorPID, ownerPID;
        uint8_t shared;
        ino_t inode;
        int8_t location;
        uint8_t status;
        uint64_t flag;
        uint8_t logflag;
        uint16_t sem, NBproctrace;
        uint64_t : 0;
        uint64_t cnt0, cnt1, cnt2;
        uint8_t write;
        uint16_t NBkw;
        uint32_t CBsize, CBindex;
        uint64_t CBcycle, imdatamemsize;
        char cudaMemHandle[64];
    } metadata{};
    static const std::map<std::string, int> types = {
        {"gray", 1}, {"s8", 2}, {"gray16le", 3}, {"s16le", 4}, {"gray32le", 5}, {"s32le", 6}, {"u64le", 7}, {"s64le", 8},
        {"grayf32le", 9}, {"f64le", 10}, {"CV_32FC2", 11}, {"CV_64FC2", 12}, {"grayf16le", 13}};
    std::strcpy(metadata.version, "2.00");
    std::strcpy(metadata.name, "ircam");
    const bool cube = seed % 2 == 0;
    metadata.naxis = cube ? 3 : 2;
    metadata.size[0] = uint32_t(width);
    metadata.size[1] = uint32_t(height);
    metadata.size[2] = cube ? 3 : 1;
    metadata.nelement = uint64_t(width) * uint64_t(height) * metadata.size[2];
    metadata.datatype = uint8_t(types.at(form));
    metadata.shared = 1;
    metadata.location = -1;
    metadata.sem = 10;
    metadata.cnt0 = 17;
    metadata.cnt1 = cube ? 1 : 0;
    Image image = picture(form, width, height, seed);
    metadata.imdatamemsize = image.bytes.size() * metadata.size[2];
    Bytes pixels;
    for (unsigned slice = 0; slice < metadata.size[2]; slice++)
        put(pixels, pixels.size(), slice == metadata.cnt1 ? image.bytes : picture(form, width, height, seed + 1 + int(slice)).bytes);
    pixels.resize((pixels.size() + 7) / 8 * 8);
    return {behind(metadata, pixels, 10 * (sizeof(sem_t) + 4 * sizeof(pid_t)) + sizeof(sem_t)), image};
}

Written noteGenSync(const std::string &form, int width, int height, int seed)
{
    struct __attribute__((packed)) Header { int32_t width, height, channels; int64_t milliseconds; int32_t valid; };
    Image image = picture(form, width, height, seed);
    return {behind(Header{width, height, int32_t(image.channels.size()), 1'700'000'000'000, 1}, image.bytes), image};
}

Written obs(const std::string &form, int width, int height, int seed)
{
    struct Header { uint32_t write, read, state, offsets[3], type, cx, cy; uint64_t interval; uint32_t reserved[8]; } header{};
    struct Frame { uint64_t timestamp; uint8_t reserved[24]; };
    const auto aligned = [](size_t size) { return (size + 31) / 32 * 32; };
    header.write = header.read = 7;
    header.state = 1;
    header.cx = uint32_t(width);
    header.cy = uint32_t(height);
    header.interval = 333333;
    Image image = picture(form, width, height, seed);
    size_t at = aligned(sizeof header);
    for (auto &offset : header.offsets) {
        offset = uint32_t(at);
        at = aligned(at + sizeof(Frame) + image.bytes.size());
    }
    Bytes segment = behind(header, {});
    for (unsigned slot = 0; slot < 3; slot++)
        put(segment, header.offsets[slot], behind(Frame{slot, {}}, slot == header.read % 3 ? image.bytes : picture(form, width, height, seed + 9).bytes));
    segment.resize(at);
    return {segment, image};
}

template <class T> Written matOf(int depth, int channels, int width, int height, int seed)
{
    struct Header { int32_t type, channels, rows, cols; };
    static const char *const orders[] = {"Y", "01", "BGR", "BGRA"};
    Image image = samples<T>(width, height, seed, orders[channels - 1], 1);
    // CV_MAKETYPE of opencv2/core/hal/interface.h.
    return {behind(Header{(depth & 7) + ((channels - 1) << 3), channels, height, width}, image.bytes, 8), image};
}

Written mat(const std::string &form, int width, int height, int seed)
{
    const int channels = form.back() - '0';
    const std::string depth = form.substr(3, form.size() - 5);
    if (depth == "8U") return matOf<uint8_t>(0, channels, width, height, seed);
    if (depth == "8S") return matOf<int8_t>(1, channels, width, height, seed);
    if (depth == "16U") return matOf<uint16_t>(2, channels, width, height, seed);
    if (depth == "16S") return matOf<int16_t>(3, channels, width, height, seed);
    if (depth == "32S") return matOf<int32_t>(4, channels, width, height, seed);
    if (depth == "32F") return matOf<float>(5, channels, width, height, seed);
    if (depth == "64F") return matOf<double>(6, channels, width, height, seed);
    return matOf<Half>(7, channels, width, height, seed);
}

Written serial(const std::string &form, int width, int height, int seed)
{
    struct Header { int32_t serial, width, height; };
    Image image = picture(form, width, height, seed);
    return {behind(Header{12345, width, height}, image.bytes), image};
}

Written sunnypilot(const std::string &form, int width, int height, int seed)
{
    struct alignas(64) Header { uint32_t slot, sequence; uint64_t nanoseconds; uint32_t width, height, frames; };
    const Header header{2, 6, 1'700'000'000'000'000'000, uint32_t(width), uint32_t(height), 9};
    Image image = picture(form, width, height, seed);
    Bytes slots;
    for (unsigned slot = 0; slot < 4; slot++)
        put(slots, slots.size(), slot == header.slot ? image.bytes : picture(form, width, height, seed + 9).bytes);
    return {behind(header, slots), image};
}

struct Unity { uint32_t maxSize; int32_t width, height, stride, format, resizemode, mirrormode, timeout; uint8_t data[1]; };

Written unity(const std::string &form, int width, int height, int seed, size_t room)
{
    const bool half = form == "rgbaf16le";
    Image image = picture(form, width, height, seed, half ? 96 : 48);
    Unity header{};
    header.width = width;
    header.height = height;
    header.stride = int32_t(image.stride / (half ? 8 : 4));
    header.format = half ? 2 : 0;
    header.timeout = 1000;
    header.maxSize = uint32_t(room > 0 ? room : image.bytes.size());
    Bytes segment = behind(header, Bytes(header.maxSize));
    put(segment, offsetof(Unity, data), image.bytes);
    if (room == 0)
        segment.resize(offsetof(Unity, data) + image.bytes.size());
    return {segment, image};
}

template <class Sink> Written sink(Sink sink, unsigned version, const std::string &form, int width, int height, int seed)
{
    static const std::map<std::string, unsigned> formats = {
        {"yuyv422", V4L2_PIX_FMT_YUYV}, {"uyvy422", V4L2_PIX_FMT_UYVY}, {"rgb24", V4L2_PIX_FMT_RGB24}, {"bgr24", V4L2_PIX_FMT_BGR24},
        {"rgb565le", V4L2_PIX_FMT_RGB565}, {"gray", V4L2_PIX_FMT_GREY}, {"nv12", V4L2_PIX_FMT_NV12}, {"nv21", V4L2_PIX_FMT_NV21},
        {"yuv420p", V4L2_PIX_FMT_YUV420}, {"yv12", V4L2_PIX_FMT_YVU420}};
    Image image = picture(form, width, height, seed, form == "rgb24" || form == "bgr24" || form == "rgb565le" || form == "gray" ? 32 : 1);
    sink.magic = 0xCAFEBABECAFEBABE;
    sink.version = version;
    sink.id = 77;
    sink.used = image.bytes.size();
    sink.width = unsigned(width);
    sink.height = unsigned(height);
    sink.format = formats.at(form);
    sink.stride = image.stride;
    sink.online = true;
    return {behind(sink, image.bytes, 100'000), image};
}

struct Sink6
{
    uint64_t magic; uint32_t version; uint64_t id; size_t used;
    unsigned width, height, format, stride;
    bool online, key;
    unsigned gop;
    long double grab_ts, encode_begin_ts, encode_end_ts, last_client_ts;
    bool key_requested;
};

struct Sink7
{
    uint64_t magic; uint32_t version; uint64_t id; size_t used;
    long double last_client_ts;
    bool key_requested;
    unsigned width, height, format, stride;
    bool online, key;
    unsigned gop;
    long double grab_ts, encode_begin_ts, encode_end_ts;
};

struct Wants { unsigned width, height, format, fps; bool key; };

struct Sink10
{
    uint64_t magic; uint32_t version; uint64_t id; size_t used;
    long double last_client_ts;
    Wants wants;
    unsigned width, height, format, stride;
    bool online, key;
    unsigned gop;
    long double grab_ts, encode_begin_ts, encode_end_ts;
};

Written vpstreamer(const std::string &form, int width, int height, int seed)
{
    struct Memory
    {
        uint64_t magic; pthread_mutex_t mutex; int64_t msgId;
        int32_t msgDataSize, w, h, audioDataSize, propsDataSize, dataCapacity;
        int8_t data[1 << 17];
    };
    Image image = picture(form, width, height, seed);
    Bytes segment(sizeof(Memory));
    auto &memory = *reinterpret_cast<Memory *>(segment.data());
    memory.magic = 0xc0c1c2c3ffccafcf;
    memory.mutex = PTHREAD_MUTEX_INITIALIZER;
    memory.msgId = 3;
    memory.msgDataSize = int32_t(image.bytes.size());
    memory.w = width;
    memory.h = height;
    memory.dataCapacity = sizeof memory.data;
    put(segment, offsetof(Memory, data), image.bytes);
    return {segment, image};
}

Written openGl(const std::string &form, int width, int height, int seed)
{
    struct Header { int32_t width, height; };
    Image image = picture(form, width, height, seed);
    return {behind(Header{width, height}, image.bytes), image};
}

Written xwd(const std::string &form, int width, int height, int seed, bool bigEndian)
{
    static const std::map<std::string, int> depths = {
        {"bgr0", 32}, {"0rgb", 32}, {"bgr24", 24}, {"rgb24", 24}, {"rgb565le", 16}, {"rgb565be", 16}, {"gray", 8}};
    const char window[] = "Xvfb host:99.0";
    const int bits = depths.at(form), colours = bits == 8 ? 256 : 2;
    Image image = picture(form, width, height, seed, 4);
    XWDFileHeader header{};
    header.header_size = sizeof header + sizeof window;
    header.file_version = XWD_FILE_VERSION;
    header.pixmap_format = 2;
    header.pixmap_depth = CARD32(bits == 32 ? 24 : bits);
    header.pixmap_width = header.window_width = CARD32(width);
    header.pixmap_height = header.window_height = CARD32(height);
    header.byte_order = bigEndian ? 1 : 0;
    header.bitmap_unit = header.bitmap_pad = 32;
    header.bits_per_pixel = CARD32(bits);
    header.bytes_per_line = image.stride;
    header.visual_class = bits == 8 ? 0 : 4;
    header.bits_per_rgb = 8;
    header.colormap_entries = header.ncolors = CARD32(colours);
    auto *words = reinterpret_cast<CARD32 *>(&header);
    for (size_t i = 0; i < sizeof header / sizeof *words; i++)
        words[i] = htonl(words[i]);
    Bytes segment = behind(header, Bytes(window, window + sizeof window));
    for (int i = 0; i < colours; i++) {
        const XWDColor colour{htonl(CARD32(i)), htons(CARD16(i * 257)), htons(CARD16(i * 257)), htons(CARD16(i * 257)), 7, 0};
        put(segment, segment.size(), behind(colour, {}));
    }
    put(segment, segment.size(), image.bytes);
    return {segment, image};
}

Written write(const std::string &layout, const std::string &form, int width, int height, int seed)
{
    if (layout == "camera-shm") return cameraShm(form, width, height, seed);
    if (layout == "dib-24-32") return dib(form, width, height, seed);
    if (layout == "dib-8-grey") return dibGrey(form, width, height, seed);
    if (layout == "image-stream-io") return imageStreamIO(form, width, height, seed);
    if (layout == "note-gen-sync") return noteGenSync(form, width, height, seed);
    if (layout == "obs-virtual-camera") return obs(form, width, height, seed);
    if (layout == "opencv-mat") return mat(form, width, height, seed);
    if (layout == "serial-width-height-rgb") return serial(form, width, height, seed);
    if (layout == "sunnypilot") return sunnypilot(form, width, height, seed);
    if (layout == "unity-capture") return unity(form, width, height, seed, 0);
    if (layout == "unity-capture-data") return unity(form, width, height, seed, 1 << 17);
    if (layout == "ustreamer-6") return sink(Sink6{}, 6, form, width, height, seed);
    if (layout == "ustreamer-7") return sink(Sink7{}, 7, form, width, height, seed);
    if (layout == "ustreamer-10") return sink(Sink10{}, 10, form, width, height, seed);
    if (layout == "vpstreamer") return vpstreamer(form, width, height, seed);
    if (layout == "width-height-rgba") return openGl(form, width, height, seed);
    if (layout == "xwd-32") return xwd(form, width, height, seed, false);
    if (layout == "xwd-big-endian") return xwd(form, width, height, seed, true);
    throw std::runtime_error("no program of that name: " + layout);
}

// It has its name when it is complete.
void publish(const std::string &name, const Bytes &segment)
{
    const std::string unfinished = "/unfinished-" + name;
    const int file = shm_open(unfinished.c_str(), O_RDWR | O_CREAT | O_EXCL, 0600);
    if (file < 0 || ftruncate(file, off_t(segment.size())) != 0)
        throw std::runtime_error("cannot make " + name);
    void *memory = mmap(nullptr, segment.size(), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory == MAP_FAILED)
        throw std::runtime_error("cannot map " + name);
    std::memcpy(memory, segment.data(), segment.size());
    munmap(memory, segment.size());
    if (std::rename(("/dev/shm" + unfinished).c_str(), ("/dev/shm/" + name).c_str()) != 0)
        throw std::runtime_error("cannot name " + name);
}

std::string run(const std::vector<std::string> &words)
{
    if (words.at(0) == "remove") {
        shm_unlink(("/" + words.at(1)).c_str());
        return {};
    }
    if (words.at(0) != "write")
        throw std::runtime_error("unknown command");
    const auto written = write(words.at(1), words.at(2), std::stoi(words.at(3)), std::stoi(words.at(4)), std::stoi(words.at(5)));
    publish(words.at(6), written.segment);
    std::ostringstream reply;
    reply.precision(17);
    reply << written.image.channels;
    for (const double value : written.image.values)
        reply << ' ' << value;
    return reply.str();
}

} // namespace

int main()
{
    std::cout << "ok layoutpeer " << __VERSION__ << std::endl;
    for (std::string line; std::getline(std::cin, line) && line != "quit";) {
        std::vector<std::string> words;
        std::istringstream stream(line);
        for (std::string word; stream >> word;)
            words.push_back(word);
        try {
            const auto reply = run(words);
            std::cout << (reply.empty() ? "ok" : "ok " + reply) << std::endl;
        } catch (const std::exception &failure) {
            std::cout << "error -1 " << failure.what() << std::endl;
        }
    }
    return 0;
}
