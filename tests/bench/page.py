#!/usr/bin/env python3
"""What the list costs with 200 pictures: bytes of the first load, and the host while table and wall are open. Runs among segments of its own:

    sudo unshare -i -m -p -f --mount-proc bash -c 'mount -t tmpfs tmpfs /dev/shm; python3 tests/bench/page.py [program] [seconds]'

Writes tests/bench/results/page.md. The browser comes through a forwarder that counts, so nothing looks into the browser."""
import os, pathlib, re, shutil, socket, struct, subprocess, sys, tempfile, threading, time, zlib

root = pathlib.Path(__file__).resolve().parents[2]
program = sys.argv[1] if len(sys.argv) > 1 else str(root / "src/ShmDashboard.Web/bin/Debug/net10.0/ShmDashboard.Web")
seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 15
pictures = 200


def png(width, height, seed):
    rows = b"".join(b"\0" + bytes((x * seed + y * 3) & 255 for x in range(width * 3)) for y in range(height))
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")


def cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def share(pid):
    before, began = cpu(pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu(pid) - before) / (time.monotonic() - began)


class Forwarder:
    """Counts what the host sends. One port leads to the other."""

    def __init__(self, port):
        self.sent, self.to = 0, port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            browser, _ = self.listener.accept()
            host = socket.create_connection(("127.0.0.1", self.to))
            threading.Thread(target=self.pump, args=(browser, host, False), daemon=True).start()
            threading.Thread(target=self.pump, args=(host, browser, True), daemon=True).start()

    def pump(self, source, target, counts):
        try:
            while piece := source.recv(1 << 16):
                if counts: self.sent += len(piece)
                target.sendall(piece)
        except OSError:
            pass
        for end in (source, target):
            try: end.shutdown(socket.SHUT_RDWR)
            except OSError: pass


def start():
    state, log = tempfile.mkdtemp(), tempfile.TemporaryFile("w+")
    host = subprocess.Popen([program, "--port", "0", "--no-token"], stdout=log, stderr=subprocess.STDOUT,
                            env={**os.environ, "HOME": state, "XDG_STATE_HOME": state, "DOTNET_ROOT": os.environ.get("DOTNET_ROOT", "/usr/share/dotnet")})
    while True:
        log.seek(0)
        if found := re.search(r"Open\s+http://\S+?:(\d+)", log.read()): return host, int(found[1])
        assert host.poll() is None, "it ended"
        time.sleep(0.05)


def chromium(url):
    profile = tempfile.mkdtemp()
    return subprocess.Popen(["/usr/bin/chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                             "--remote-debugging-port=0", "--window-size=1280,860", f"--user-data-dir={profile}", url],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), profile


def visit(host, port, view):
    way = Forwarder(port)
    browser, profile = chromium(f"http://localhost:{way.port}/{view}")
    last, since = -1, time.monotonic()
    # Loaded when a second passes with next to nothing sent: what is live goes on.
    while time.monotonic() - since < 20:
        time.sleep(1)
        if 0 < last and way.sent - last < 20_000: break
        last = way.sent
    loaded = way.sent
    time.sleep(12)  # what the page runs is compiled twice in its first seconds
    before, began = way.sent, time.monotonic()
    used = share(host.pid)
    rate = (way.sent - before) / (time.monotonic() - began)
    browser.terminate()
    browser.wait()
    shutil.rmtree(profile, ignore_errors=True)
    return loaded, used, rate


made = []
for i in range(pictures):
    path = f"/dev/shm/picture-{i:03d}"
    pathlib.Path(path).write_bytes(png(640, 360, i + 1))
    made.append(path)
try:
    host, port = start()
    try:
        time.sleep(10)  # the just-in-time compiler, and every content looked at once
        nobody = share(host.pid)
        table = visit(host, port, "")
        time.sleep(3)
        wall = visit(host, port, "?view=wall")
    finally:
        host.terminate()
        host.wait()
finally:
    for path in made: os.unlink(path)
load = os.getloadavg()[0]
text = f"""# What the list costs with 200 pictures

`tests/bench/page.py`: {pictures} PNGs of 640x360 in POSIX segments, still; Chromium 1280x860 with an empty cache, through a forwarder that counts.
Share of one core of the host over {seconds:.0f} s. Bytes of the first load are all that the host sent until the page came to rest, the pictures in sight
included. {os.cpu_count()} cores, load {load:.1f} at the end.

| | first load | host: CPU | sent while open |
|---|---|---|---|
| nobody watches | | {nobody:.1f} % | |
| table, {pictures} rows | {table[0] / 1000:.0f} kB | {table[1]:.1f} % | {table[2] / 1000:.1f} kB/s |
| wall | {wall[0] / 1000:.0f} kB | {wall[1]:.1f} % | {wall[2] / 1000:.1f} kB/s |

Bars: 600 kB and 6.3 % for the table.
"""
(root / "tests/bench/results/page.md").write_text(text)
print(text)
