"""Writes numbered pictures into shared memory at a steady rate, and notes when each was written.

    /usr/bin/python3 producer.py --name NAME --kind posix|sysv|qt --content png|rgba|bgr --width W --height H --rate HZ \
        --stamps FILE [--count N] [--noise AMPLITUDE] [--cycle PICTURES]

Each picture carries its number as 32 black and white cells in a band across its middle, so that whoever paints it can be
asked which it is. FILE gets one record for each write: two little-endian doubles, begin and end of the write in seconds
since the epoch. With --count, NAME gets a number appended for each segment; all are written in turn with the same picture.
Says "ready", the bytes of the largest picture and the ids of its segments when it begins, and ends when its standard input does.
"""
import argparse
import ctypes
import mmap
import os
import struct
import sys
import threading
import time
import zlib

import numpy

CELLS = 32


def cells_of(number):
    check = (number * 37 + 11) & 0xff
    bits = [1, 0] + [number >> i & 1 for i in range(16)] + [check >> i & 1 for i in range(8)] + [0, 1, 1, 0, 0, 1]
    return bits[:CELLS]


def paint(number, width, height, noise, random):
    y, x = numpy.mgrid[0:height, 0:width]
    picture = numpy.empty((height, width, 3), numpy.int16)
    picture[..., 0] = (x * 200 // width + number * 5) % 200
    picture[..., 1] = y * 200 // height
    picture[..., 2] = (x + y + number * 3) // 4 % 200
    if noise:
        picture += random.integers(0, noise + 1, picture.shape, numpy.int16)
    picture = picture.astype(numpy.uint8)
    top, bottom = height * 7 // 16, height * 9 // 16
    for cell, bit in enumerate(cells_of(number)):
        picture[top:bottom, cell * width // CELLS:(cell + 1) * width // CELLS] = 255 if bit else 0
    return picture


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(picture):
    """As camera programs write it: quickly, each byte as its difference from the pixel to the left, runs only."""
    height, width = picture.shape[:2]
    rgb = picture[..., ::-1]
    rows = numpy.ones((height, 1 + width * 3), numpy.uint8)
    rows[:, 1:4] = rgb[:, 0]
    rows[:, 4:] = (rgb[:, 1:] - rgb[:, :-1]).reshape(height, -1)
    packer = zlib.compressobj(1, zlib.DEFLATED, 15, 9, zlib.Z_RLE)
    packed = packer.compress(rows.tobytes()) + packer.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
        chunk(b"IDAT", packed) + chunk(b"IEND", b""))


def encode(picture, content):
    """A PNG file, or raw pixels behind a header of one of the layouts that the dashboard knows."""
    height, width = picture.shape[:2]
    if content == "png":
        return png(picture)
    if content == "bgr":
        return struct.pack("<QIIQQ", 0, width, height, 0, 0) + picture.tobytes()
    rgba = numpy.dstack((picture[..., ::-1], numpy.full((height, width), 255, numpy.uint8)))
    return struct.pack("<ii", width, height) + rgba.tobytes()


class PosixTarget:
    """A file of /dev/shm; camera frames are written between an odd and an even sequence number."""

    def __init__(self, name, size):
        self.sequence = 0 if name.startswith("camera_shm_") else None
        self.path, self.id = "/dev/shm/" + name, "posix:" + name
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
        os.ftruncate(descriptor, size)
        self.memory = mmap.mmap(descriptor, size)
        os.close(descriptor)

    def write(self, payload):
        if self.sequence is None:
            self.memory[:len(payload)] = payload
            return
        self.memory[:8] = struct.pack("<Q", self.sequence + 1)
        self.memory[8:len(payload)] = memoryview(payload)[8:]
        self.memory[16:24] = struct.pack("<Q", self.sequence // 2 + 1)
        self.sequence += 2
        self.memory[:8] = struct.pack("<Q", self.sequence)

    def close(self):
        os.unlink(self.path)


class SystemVTarget:
    """A segment without a key, as programs share with their children; its id is the kernel's."""

    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
    libc.shmget.argtypes = [ctypes.c_int, ctypes.c_size_t, ctypes.c_int]

    def __init__(self, name, size):
        self.number = self.libc.shmget(0, size, 0o1644)
        address = self.libc.shmat(self.number, None, 0)
        if self.number < 0 or address in (None, 2 ** 64 - 1):
            raise SystemExit(f"cannot make '{name}': errno {ctypes.get_errno()}")
        self.memory = memoryview((ctypes.c_char * size).from_address(address)).cast("B")
        self.id = f"sysv:{self.number}"

    def write(self, payload):
        self.memory[:len(payload)] = payload

    def close(self):
        self.libc.shmctl(self.number, 0, None)


class QtTarget:
    def __init__(self, name, size):
        from PyQt5.QtCore import QSharedMemory
        self.segment, self.id = QSharedMemory(name), "qt:" + name
        if not self.segment.create(size):
            raise SystemExit(f"cannot create '{name}': {self.segment.errorString()}")

    def write(self, payload):
        self.segment.lock()
        memoryview(self.segment.data()).cast("B")[:len(payload)] = payload
        self.segment.unlock()

    def close(self):
        self.segment.detach()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    parser.add_argument("--kind", choices=["posix", "sysv", "qt"], default="posix")
    parser.add_argument("--content", choices=["png", "rgba", "bgr"], default="png")
    parser.add_argument("--width", type=int, required=True)
    parser.add_argument("--height", type=int, required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--stamps", required=True)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--noise", type=int, default=0)
    parser.add_argument("--cycle", type=int, default=64)
    options = parser.parse_args()

    random = numpy.random.default_rng(7)
    pictures = [encode(paint(n, options.width, options.height, options.noise, random), options.content) for n in range(options.cycle)]
    size = max(map(len, pictures)) + 4096 if options.content == "png" else len(pictures[0])
    make = {"posix": PosixTarget, "sysv": SystemVTarget, "qt": QtTarget}[options.kind]
    names = [options.name] if options.count == 1 else [f"{options.name}-{i:02}" for i in range(options.count)]
    targets = [make(name, size) for name in names]
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    print("ready", max(map(len, pictures)), *(target.id for target in targets), flush=True)
    try:
        with open(options.stamps, "wb", buffering=0) as stamps:
            written, due = 0, time.monotonic()
            while not ended.is_set():
                payload = pictures[written % options.cycle]
                begin = time.time()
                for target in targets:
                    target.write(payload)
                stamps.write(struct.pack("<dd", begin, time.time()))
                written += 1
                due = max(due + 1 / options.rate, time.monotonic() - 0.05)
                time.sleep(max(0, due - time.monotonic()))
    finally:
        for target in targets:
            target.close()


main()
