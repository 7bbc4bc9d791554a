"""A thin link between this network namespace and a new one: air.py KBIT DELAY_MS LOSS_PERCENT ON_S OFF_S.

Two TUN devices, and this program between them: each way has so many kilobits a second, a queue, a delay and a chance of loss; ON seconds
of coverage are followed by OFF seconds without (0 for coverage that stays). Prints the process whose namespace lies beyond, then
serves until its input ends. The machine's own network is out of reach on both sides.
"""

import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
MTU = 1400
# Half a minute of a slow link would be a queue that no radio has; two seconds is what they have.
QUEUE_S = 2.0
HERE, BEYOND = ("kit0", "10.77.0.1"), ("depot0", "10.77.0.2")


def device(name):
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22s", name.encode(), IFF_TUN | IFF_NO_PI, b""))
    return tun


def up(end, before=()):
    name, address = end
    for words in (["addr", "add", address + "/24", "dev", name], ["link", "set", name, "mtu", str(MTU), "up"], ["link", "set", "lo", "up"]):
        subprocess.run([*before, "ip", *words], check=True)


def main():
    rate, delay, loss, on, off = (float(word) for word in sys.argv[1:])
    rate, delay, loss = rate * 1000 / 8, delay / 1000, loss / 100
    here, there = device(HERE[0]), device(BEYOND[0])
    holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
    ours = os.readlink("/proc/self/ns/net")
    while os.readlink(f"/proc/{holder.pid}/ns/net") == ours:
        time.sleep(0.01)
    subprocess.run(["ip", "link", "set", BEYOND[0], "netns", str(holder.pid)], check=True)
    up(HERE)
    up(BEYOND, ["nsenter", "--net=/proc/%d/ns/net" % holder.pid])
    print(holder.pid, flush=True)
    try:
        serve({here: there, there: here}, rate, delay, loss, on, off)
    finally:
        holder.kill()


def serve(other, rate, delay, loss, on, off):
    chance = random.Random(5)
    began = time.monotonic()
    free = dict.fromkeys(other, began)
    flying, count = [], 0
    while True:
        now = time.monotonic()
        while flying and flying[0][0] <= now:
            _, _, to, packet = heapq.heappop(flying)
            try:
                os.write(to, packet)
            except OSError:
                pass  # a full or fallen device loses packets, as a radio does
        patience = max(0.0, flying[0][0] - now) if flying else 1.0
        ready, _, _ = select.select([*other, sys.stdin], [], [], patience)
        now = time.monotonic()
        covered = off == 0 or (now - began) % (on + off) < on
        for source in ready:
            if source is sys.stdin:
                return
            packet = os.read(source, MTU + 100)
            if not covered or free[source] - now > QUEUE_S:
                continue
            free[source] = max(now, free[source]) + len(packet) / rate
            if chance.random() >= loss:
                count += 1
                heapq.heappush(flying, (free[source] + delay, count, other[source], packet))


main()
