"""Raw pixels as NumPy and OpenCV programs write and read them. One command a run, or with "serve" one a line of JSON,
["FOLDER", "SCRIPT", "ARGUMENT", ...], each run in a process of its own that has not to load OpenCV again; each is answered by a
line, ["exit code", "output", "errors"]:

    raw_pictures.py write NAME FORMAT [bottomUp]
                                          makes /dev/shm/NAME: 16 bytes, then 64 x 48 pixels with 32 bytes behind each row (none
                                          where planes lie behind each other); leaves array.npy and what OpenCV makes of it,
                                          reference.npy, in the current directory; prints the stride
    raw_pictures.py pack NAME FORMAT      makes /dev/shm/NAME of 64 x 48 samples that share bytes as in FORMAT, packed by NumPy: 16 bytes,
                                          then the pixels; leaves the samples, array.npy; prints the stride
    raw_pictures.py fortran NAME SHAPE    makes /dev/shm/NAME as numpy.save writes an array in Fortran's order, of SHAPE grey, colour or
                                          planes; leaves the picture, array.npy
    raw_pictures.py compare FILE [DEGREES [FILE DEGREES]...]
                                          prints the largest difference of each FILE (.png, .npy) from reference.npy (array.npy),
                                          turned clockwise by so much
    raw_pictures.py scale FACTOR ZERO     puts array.npy's numbers times FACTOR plus ZERO in their place
    raw_pictures.py camera NAME           makes /dev/shm/NAME as a camera does that counts under a sequence lock
    raw_pictures.py frame NAME            prints sequence, counter and the first and last pixel of such a camera's frame
"""
import json
import os
import re
import runpy
import struct
import sys
import tempfile
import traceback

import cv2
import numpy

WIDTH, HEIGHT, OFFSET, PADDING = 64, 48, 16, 32


def picture():
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    noise = numpy.random.default_rng(7).integers(0, 24, (HEIGHT, WIDTH, 3))
    return (numpy.dstack([x * 3, y * 4, 255 - x - y]) + noise).clip(0, 255).astype(numpy.uint8)


def planes(order):
    bgr = picture()
    if order in ("i420", "yv12"):
        return cv2.cvtColor(bgr, cv2.COLOR_BGR2YUV_I420 if order == "i420" else cv2.COLOR_BGR2YUV_YV12)
    i420 = cv2.cvtColor(bgr, cv2.COLOR_BGR2YUV_I420)
    u, v = i420[HEIGHT:].reshape(2, -1)
    pair = (u, v) if order == "nv12" else (v, u)
    return numpy.vstack([i420[:HEIGHT], numpy.dstack(pair).reshape(HEIGHT // 2, WIDTH)])


def packed(order):
    full = cv2.cvtColor(picture(), cv2.COLOR_BGR2YUV)
    array = numpy.empty((HEIGHT, WIDTH, 2), numpy.uint8)
    luma, chroma = (0, 1) if order == "yuyv" else (1, 0)
    array[:, :, luma] = full[:, :, 0]
    array[:, 0::2, chroma] = full[:, 0::2, 1]
    array[:, 1::2, chroma] = full[:, 0::2, 2]
    return array


def mosaic(bgr):
    array = bgr[:, :, 1].copy()
    array[0::2, 0::2] = bgr[0::2, 0::2, 2]
    array[1::2, 1::2] = bgr[1::2, 1::2, 0]
    return array


def made(name):
    """The array as a program has it, and OpenCV's picture of it."""
    bgr = picture()
    deep = bgr.astype(numpy.uint16) * 257 + 3
    alpha = numpy.dstack([bgr, bgr[:, :, 0] // 2 + 100])
    known = {
        "gray": lambda: (bgr[:, :, 1], bgr[:, :, 1]),
        "gray16le": lambda: (deep[:, :, 1], deep[:, :, 1]),
        "gray16be": lambda: (deep[:, :, 1].astype(">u2"), deep[:, :, 1]),
        "grayf32le": lambda: (bgr[:, :, 1].astype(numpy.float32) / 255, bgr[:, :, 1]),
        "bgrp": lambda: (numpy.ascontiguousarray(bgr.transpose(2, 0, 1)), bgr),
        "bayer_rggb8": lambda: (mosaic(bgr), cv2.cvtColor(mosaic(bgr), cv2.COLOR_BayerBG2BGR)),
        "bgr24": lambda: (bgr, bgr),
        "rgb24": lambda: (bgr[:, :, ::-1], bgr),
        "bgra": lambda: (alpha, alpha),
        "rgba": lambda: (cv2.cvtColor(alpha, cv2.COLOR_BGRA2RGBA), alpha),
        "yuyv422": lambda: (packed("yuyv"), cv2.cvtColor(packed("yuyv"), cv2.COLOR_YUV2BGR_YUYV)),
        "uyvy422": lambda: (packed("uyvy"), cv2.cvtColor(packed("uyvy"), cv2.COLOR_YUV2BGR_UYVY)),
        "nv12": lambda: (planes("nv12"), cv2.cvtColor(planes("nv12"), cv2.COLOR_YUV2BGR_NV12)),
        "nv21": lambda: (planes("nv21"), cv2.cvtColor(planes("nv21"), cv2.COLOR_YUV2BGR_NV21)),
        "yuv420p": lambda: (planes("i420"), cv2.cvtColor(planes("i420"), cv2.COLOR_YUV2BGR_I420)),
        "yv12": lambda: (planes("yv12"), cv2.cvtColor(planes("yv12"), cv2.COLOR_YUV2BGR_YV12)),
    }
    return known[name]()


def write(name, pixel_format, order=""):
    array, reference = made(pixel_format)
    stored = array[..., ::-1, :] if order and pixel_format == "bgrp" else array[::-1] if order else array
    rows = numpy.ascontiguousarray(stored).view(numpy.uint8).reshape(array.shape[0] * (HEIGHT if pixel_format == "bgrp" else 1), -1)
    padding = 0 if pixel_format in ("nv12", "nv21", "yuv420p", "yv12") else PADDING
    rows = numpy.hstack([rows, numpy.full((rows.shape[0], padding), 0xee, numpy.uint8)])
    with open("/dev/shm/" + name, "wb") as segment:
        segment.write(b"\xaa" * OFFSET + rows.tobytes())
    numpy.save("array.npy", array)
    numpy.save("reference.npy", reference)
    print(rows.shape[1])


def bits_of(samples, first, count):
    """The samples' bits, the lowest first, one a byte, in the last dimension."""
    return (samples[..., None] >> numpy.arange(first, first + count) & 1).astype(numpy.uint8)


def pack(name, pixel_format):
    kind, bits = ("pairs" if pixel_format.endswith("packed") else "lsb" if pixel_format[0] in "mb" else "mipi"), int(re.search("1[024]", pixel_format)[0])
    samples = numpy.random.default_rng(bits).integers(0, 1 << bits, (HEIGHT, WIDTH), numpy.uint16)
    groups = samples.reshape(HEIGHT, -1, 4 if kind == "mipi" and bits != 12 else 2)
    high, low = (groups >> bits - 8).astype(numpy.uint8), groups & (1 << bits - 8) - 1
    if kind == "lsb":
        rows = numpy.packbits(bits_of(samples, 0, bits).reshape(HEIGHT, -1), axis=1, bitorder="little")
    elif kind == "mipi":
        left = numpy.packbits(bits_of(low, 0, bits - 8).reshape(*groups.shape[:2], -1), axis=2, bitorder="little")
        rows = numpy.concatenate([high, left], axis=2).reshape(HEIGHT, -1)
    else:
        rows = numpy.dstack([high[:, :, 0], low[:, :, 0] | low[:, :, 1] << 4, high[:, :, 1]]).astype(numpy.uint8).reshape(HEIGHT, -1)
    with open("/dev/shm/" + name, "wb") as segment:
        segment.write(b"\xaa" * OFFSET + rows.tobytes())
    numpy.save("array.npy", samples)
    print(rows.shape[1])


def fortran(name, shape):
    expected = picture()[:, :, 1] if shape == "grey" else picture()
    with open("/dev/shm/" + name, "wb") as segment:
        numpy.save(segment, numpy.asfortranarray(expected.transpose(2, 0, 1) if shape == "planes" else expected))
    numpy.save("array.npy", expected)


def turned(array, degrees):
    planes = array.ndim == 3 and array.shape[1:] == (HEIGHT, WIDTH)
    return numpy.rot90(array, -int(degrees) // 90, axes=(1, 2) if planes else (0, 1))


def compare(path, degrees=0, *others):
    if path.endswith(".npy"):
        found, expected = numpy.load(path), numpy.load("array.npy")
    else:
        found, expected = cv2.imread(path, cv2.IMREAD_UNCHANGED), numpy.load("reference.npy")
    expected = turned(expected, degrees)
    if found.shape != expected.shape:
        sys.exit(f"{path} has {found.shape}, expected {expected.shape}")
    print(f"{numpy.abs(found.astype(float) - expected.astype(float)).max():g}")
    if others:
        compare(*others)


def scale(factor, zero):
    numpy.save("array.npy", numpy.load("array.npy").astype(float) * float(factor) + float(zero))


def camera(name):
    with open("/dev/shm/" + name, "wb") as segment:
        segment.write(struct.pack("<QIIQQ", 8, WIDTH, HEIGHT, 41, 0) + picture().tobytes())


def frame(name):
    with open("/dev/shm/" + name, "rb") as segment:
        data = segment.read()
    sequence, width, height, counter, _ = struct.unpack_from("<QIIQQ", data)
    image = numpy.frombuffer(data, numpy.uint8, offset=32).reshape(height, width, 3)
    print(sequence, counter, *image[0, 0], *image[-1, -1])


def serve():
    for line in sys.stdin:
        folder, *command = json.loads(line)
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            child = os.fork()
            if child == 0:
                run(folder, command, output.fileno(), errors.fileno())
            _, status = os.waitpid(child, 0)
            said = [file.seek(0) or file.read().decode() for file in (output, errors)]
        print(json.dumps([str(os.waitstatus_to_exitcode(status)), *said]), flush=True)


def run(folder, command, output, errors):
    """As an interpreter that is started for it does, up to what is done at its end."""
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(errors, 2)
        os.chdir(folder)
        sys.argv = command
        runpy.run_path(command[0], run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if not isinstance(end.code, (int, type(None))):
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__" and sys.argv[1:] == ["serve"]:
    serve()
elif __name__ == "__main__":
    {"write": write, "pack": pack, "fortran": fortran, "compare": compare, "scale": scale, "camera": camera, "frame": frame}[sys.argv[1]](*sys.argv[2:])
