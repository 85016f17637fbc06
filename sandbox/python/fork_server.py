# First process of a bubblewrap namespace: forks one process for each job, limits it, waits for its one reply, and kills what is left.
# Frames (4 bytes little-endian length, then JSON) come on descriptor 3 and leave on 4. Arguments: the seccomp filter of a job in base64, the
# path of the harness, the folder of optional packages or "".
import base64
import builtins
import ctypes
import gc
import json
import os
import resource
import select
import signal
import struct
import sys
import time

REQUESTS, REPLIES = 3, 4
FRAME_LIMIT = 512 * 1024
PR_SET_DUMPABLE, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, PR_SET_NO_NEW_PRIVS = 4, 22, 2, 38

sys.path.pop(0)
if sys.argv[3]:
    sys.path.append(sys.argv[3])
libc = ctypes.CDLL(None, use_errno=True)
hidden = []


class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_void_p)]


filter_bytes = ctypes.create_string_buffer(base64.b64decode(sys.argv[1]))
job_filter = Filter((len(filter_bytes) - 1) // 8, ctypes.addressof(filter_bytes))
# Builtins of its own: what a candidate does to the shared ones does not reach the harness.
namespace = {"__name__": "harness", "__builtins__": dict(vars(builtins))}
with open(sys.argv[2], encoding="utf-8") as file:
    exec(compile(file.read(), "<harness>", "exec"), namespace)
run_harness, new_namespace = namespace["run"], namespace["new_namespace"]
# Captured before any candidate could replace them.
write, pack, leave = os.write, struct.pack, os._exit


def read_exactly(descriptor, size):
    data = b""
    while len(data) < size:
        part = os.read(descriptor, size - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def read_frame(descriptor):
    (size,) = struct.unpack("<I", read_exactly(descriptor, 4))
    return json.loads(read_exactly(descriptor, size))


def write_text(descriptor, text):
    body = text.encode("utf-8", "surrogatepass")
    data = pack("<I", body.__len__()) + body
    while data:
        data = data[write(descriptor, data) :]


def write_frame(descriptor, value):
    write_text(descriptor, json.dumps(value))


def confine(request, keep):
    """In the forked process, before anything of the candidate: limits first, then the filter, which nothing takes back."""
    os.setsid()
    os.dup2(os.open("/dev/null", os.O_RDWR), 0)
    os.dup2(0, 1)
    os.dup2(0, 2)
    for descriptor in range(3, 64):
        if descriptor not in keep:
            try:
                os.close(descriptor)
            except OSError:
                pass
    seconds = request["timeout_ms"] // 1000 + 2
    for limit, value in (
        (resource.RLIMIT_AS, request["memory"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    if request["op"] == "run":
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    for name in [name for name in sys.modules if name.partition(".")[0] in ("ctypes", "_ctypes")]:
        del sys.modules[name]
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(job_filter), 0, 0) != 0:
        os._exit(71)
    # This module leaves the list of modules (and is kept alive), so that no candidate can import it.
    hidden.append(sys.modules.pop("__main__"))


def collect(pid, pipe, nonce, timeout_ms):
    """Waits for the job's one frame. Returns (reply or None, why there is none)."""
    deadline = time.monotonic() + timeout_ms / 1000
    data = b""
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return None, "timeout"
        ready, _, _ = select.select([pipe], [], [], left)
        if not ready:
            return None, "timeout"
        part = os.read(pipe, 65536)
        if not part:
            return None, "forged" if data else "ended"
        data += part
        if len(data) > FRAME_LIMIT + 4:
            return None, "forged"
        if len(data) >= 4:
            (size,) = struct.unpack("<I", data[:4])
            if size > FRAME_LIMIT:
                return None, "forged"
            if len(data) < size + 4:
                continue
            try:
                reply = json.loads(data[4 : size + 4])
            except ValueError:
                return None, "forged"
            if len(data) > size + 4 or type(reply) is not dict or reply.pop("nonce", None) != nonce:
                return None, "forged"
            return reply, ""


def blank(status, reason):
    return {"status": status, "reason": reason, "assertions": 0, "stdout": "", "truncated": False, "outputs": []}


def judge_end(status, tests):
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return blank("timeout", "the processor time is used up")
        if number == signal.SIGKILL:
            return blank("memory", "the process was killed by the system")
        return blank("crash", "the interpreter ended by signal %d" % number)
    code = os.WEXITSTATUS(status)
    if code == 71:
        return blank("infra", "the system call filter could not be set")
    if tests and code == 0:
        return blank("forged", "the process ended itself before its tests did")
    return blank("error", "the process ended itself with code %d" % code)


def reap(pid):
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass
    _, status, usage = os.wait4(pid, 0)
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return status, usage


def preload(request):
    for name in request.get("preload", []):
        if name in ("sympy", "mpmath") and name not in sys.modules:
            try:
                __import__(name)
                gc.freeze()
            except ImportError:
                pass


def answer(request, reply, usage, started):
    reply["id"], reply["nonce"] = request["id"], request["nonce"]
    reply["wallMs"] = round((time.monotonic() - started) * 1000, 1)
    reply["cpuMs"] = round((usage.ru_utime + usage.ru_stime) * 1000, 1) if usage else None
    reply["peakBytes"] = usage.ru_maxrss * 1024 if usage else None
    write_frame(REPLIES, reply)


def run_once(request):
    preload(request)
    started = time.monotonic()
    nonce = os.urandom(16).hex()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        confine(request, (writing,))
        write_text(writing, run_harness(request["job"], nonce))
        leave(0)
    os.close(writing)
    reply, why = collect(pid, reading, nonce, request["timeout_ms"])
    os.close(reading)
    if reply is None and why == "ended":
        # The pipe closed first; give the exit a moment to become a status before everything is killed.
        deadline = time.monotonic() + 0.2
        while time.monotonic() < deadline and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
            time.sleep(0.005)
    status, usage = reap(pid)
    if reply is None:
        if why == "timeout":
            reply = blank("timeout", "no verdict within %d ms" % request["timeout_ms"])
        elif why == "forged":
            reply = blank("forged", "the process wrote something else than its verdict")
        else:
            reply = judge_end(status, request["job"]["kind"] == "tests")
    answer(request, reply, usage, started)


def run_session(request):
    """One process that keeps its globals over the steps of one session, until `close` or a step that ends it."""
    preload(request)
    nonce = os.urandom(16).hex()
    steps_reading, steps_writing = os.pipe()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        confine(request, (steps_reading, writing))
        session = new_namespace("candidate")
        while True:
            job = read_frame(steps_reading)
            write_text(writing, run_harness(job, nonce, session))
    os.close(steps_reading)
    os.close(writing)
    answer(request, blank("pass", ""), None, time.monotonic())
    alive = True
    while True:
        step = read_frame(REQUESTS)
        if step["op"] == "close":
            if alive:
                reap(pid)
            os.close(reading)
            os.close(steps_writing)
            answer(step, blank("pass", ""), None, time.monotonic())
            return
        started = time.monotonic()
        usage = None
        if not alive:
            reply = blank("unavailable", "the session has ended")
        else:
            try:
                write_frame(steps_writing, step["job"])
                reply, why = collect(pid, reading, nonce, step["timeout_ms"])
            except BrokenPipeError:
                reply, why = None, "ended"
            if reply is None:
                if why == "ended":
                    time.sleep(0.02)
                status, usage = reap(pid)
                alive = False
                if why == "timeout":
                    reply = blank("timeout", "no verdict within %d ms" % step["timeout_ms"])
                elif why == "forged":
                    reply = blank("forged", "the process wrote something else than its verdict")
                else:
                    reply = judge_end(status, False)
        answer(step, reply, usage, started)


gc.collect()
gc.freeze()
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
write_frame(REPLIES, {"ready": True, "version": "CPython " + sys.version.split()[0]})
while True:
    message = read_frame(REQUESTS)
    if message["op"] == "open":
        run_session(message)
    else:
        run_once(message)
