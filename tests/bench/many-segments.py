#!/usr/bin/env python3
"""What thousands of segments cost the dashboard: run it alone on the machine and in namespaces of its own, for it fills /dev/shm:

    sudo unshare -i -m -p -f --mount-proc bash -c 'mount -t tmpfs tmpfs /dev/shm; python3 tests/bench/many-segments.py [program] [seconds]'

Writes tests/bench/results/many-segments.md. The page's own numbers (DOM nodes, first rows, search) are held by the browser
tests, SegmentsPageInBrowserTests.ManyRows_*."""
import ctypes, os, pathlib, re, shutil, subprocess, sys, tempfile, time

root = pathlib.Path(__file__).resolve().parents[2]
program = sys.argv[1] if len(sys.argv) > 1 else str(root / "src/ShmDashboard.Web/bin/Debug/net10.0/ShmDashboard.Web")
seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 10
posix, systemv, token = 4000, 1000, "many-segments"
libc = ctypes.CDLL(None, use_errno=True)
libc.shmget.argtypes = [ctypes.c_int, ctypes.c_size_t, ctypes.c_int]


def cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid, name="VmRSS"):
    return int(re.search(name + r":\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def measure(pid):
    before, began = cpu(pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu(pid) - before) / (time.monotonic() - began), memory(pid)


def start(count):
    state = tempfile.mkdtemp()
    log = tempfile.TemporaryFile("w+")
    began = time.monotonic()
    host = subprocess.Popen([program, "--port", "0", "--token", token], stdout=log, stderr=subprocess.STDOUT,
                            env={**os.environ, "HOME": state, "XDG_STATE_HOME": state, "DOTNET_ROOT": os.environ.get("DOTNET_ROOT", "/usr/share/dotnet")})
    address = None
    while address is None:
        log.seek(0)
        address = re.search(r"Open\s+(http://\S+)", log.read())
        assert host.poll() is None, "it ended"
        time.sleep(0.05)
    url = address[1]
    port = re.search(r":(\d+)", url[5:])[1]
    while True:
        listed = subprocess.run(["curl", "-s", "-H", f"Authorization: Bearer {token}", f"http://127.0.0.1:{port}/api/segments"], capture_output=True, text=True).stdout
        if listed.count('"residentBytes"') >= count: break
        assert time.monotonic() - began < 60, f"only {listed.count('residentBytes')} listed"
        time.sleep(0.1)
    return host, url, time.monotonic() - began


def chromium(url):
    profile = tempfile.mkdtemp()
    return subprocess.Popen(["/usr/bin/chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--remote-debugging-port=0",
                             "--window-size=1280,860", f"--user-data-dir={profile}", url], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), profile


def one(count):
    host, url, listed = start(count)
    try:
        time.sleep(12)  # the just-in-time compiler, and every content looked at once
        idle, idle_memory = measure(host.pid)
        browser, profile = chromium(url)
        time.sleep(6)
        page, page_memory = measure(host.pid)
        browser.terminate()
        browser.wait()
        shutil.rmtree(profile, ignore_errors=True)
        time.sleep(3)
        after, after_memory = measure(host.pid)
        return f"| {count:,} | {listed:.1f} s | {idle:.1f} % | {idle_memory:.0f} MiB | {page:.1f} % | {page_memory:.0f} MiB | {after:.1f} % | {memory(host.pid, 'VmHWM'):.0f} MiB |"
    finally:
        host.terminate()
        host.wait()


rows = []
made = []
for i in range(posix):
    path = f"/dev/shm/frame-{i:05d}"
    with open(path, "wb") as f:
        f.write(b"segment %d " % i * 16)
        f.truncate(4096)
    made.append(path)
ids = [libc.shmget(0x5EED0000 + i, 4096, 0o1600) for i in range(systemv)]
try:
    assert min(ids) >= 0, os.strerror(ctypes.get_errno())
    rows.append(one(posix + systemv))
finally:
    for path in made: os.unlink(path)
    for i in ids: libc.shmctl(i, 0, None)
(root / "tests/bench/results/many-segments.md").write_text(f"""# What thousands of segments cost the dashboard

`tests/bench/many-segments.py`: {posix:,} POSIX segments and {systemv:,} System V ones of 4 KiB each, nobody attached. Share of one core over {seconds:.0f} s and
resident memory of the host: with nobody watching, with the list open in Chromium, and after it was closed. {os.cpu_count()} cores; the browser draws on them too.

| segments | all listed after the start | nobody: CPU | nobody: memory | list open: CPU | list open: memory | closed again: CPU | highest memory |
|---|---|---|---|---|---|---|---|
""" + "\n".join(rows) + "\n")
print("\n".join(rows))
