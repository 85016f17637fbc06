// Hostile Python: every program defines no right answer, or gives it only when it reached what it must not reach. None may pass.
import type { HostileProgram } from "../containment.ts";

const wrong = "\ndef f(x): return None\n";
const right = "\ndef f(x): return [x, 2 * x]\n";

/** Gives the right answer only where `body` (statements that set `reached`) reached something. */
const ifReached = (body: string) =>
  `reached = None\ntry:\n${body.replace(/^/gm, "    ")}\nexcept BaseException: pass\ndef f(x): return [x, 2 * x] if reached else None\n`;

const cpu: readonly [string, string][] = [
  ["endless loop", "while True: pass"],
  ["endless loop that catches everything", "while True:\n    try:\n        while True: pass\n    except BaseException: pass"],
  ["power of integers", "7 ** (10 ** 8)"],
  ["factorial", "import math\nmath.factorial(10 ** 7)"],
  ["sum of a huge range", "sum(range(10 ** 12))"],
  ["catastrophic regular expression", "import re\nre.match(r'(a+)+$', 'a' * 40 + '!')"],
  ["sleep", "import time\ntime.sleep(1000)"],
  ["waiting for input", "import sys\nwhile True: sys.stdin.read()"],
  ["waiting for a lock", "import threading\nl = threading.Lock(); l.acquire(); l.acquire()"],
  ["endless generator", "list(iter(int, 1))"],
  ["comparison that loops", "class E:\n    def __eq__(self, o):\n        while True: pass\ndef f(x): return E()"],
  ["error whose text loops", "class E(Exception):\n    def __str__(self):\n        while True: pass\nraise E()"],
  ["finaliser that loops", "class D:\n    def __del__(self):\n        while True: pass\nD()"],
  [
    "signals ignored",
    "import signal\nfor s in range(1, 64):\n    try: signal.signal(s, signal.SIG_IGN)\n    except Exception: pass\nwhile True: pass",
  ],
  ["decimal text of a large integer", "import sys\nsys.set_int_max_str_digits(0)\nstr(3 ** (10 ** 7))"],
  ["compilation of a large expression", "compile('+'.join(['1'] * 10 ** 6), 'x', 'eval')\nwhile True: pass"],
];

const memory: readonly [string, string][] = [
  ["list bomb", "a = [0] * 10 ** 10"],
  ["growing list", "a = []\nwhile True: a.append([0] * 10 ** 5)"],
  ["text bomb", "s = 'x'\nwhile True: s += s"],
  ["dictionary bomb", "d = {}\ni = 0\nwhile True:\n    d[i] = str(i) * 50\n    i += 1"],
  ["bytes that stay", "a = []\nwhile True: a.append(bytearray(10 ** 7))"],
  ["caught and repeated", "a = []\nwhile True:\n    try: a.append(bytearray(10 ** 7))\n    except MemoryError: pass"],
  ["large result", "def f(x): return list(range(10 ** 9))"],
  ["recursion with a raised limit", "import sys\nsys.setrecursionlimit(10 ** 8)\ndef g(n): return g(n + 1) + 1\ng(0)"],
  [
    "recursion through C",
    "import sys\nsys.setrecursionlimit(10 ** 8)\nclass A:\n    def __getattr__(self, n): return getattr(self, n)\nA().x",
  ],
  ["deep nesting in the result", "def f(x):\n    a = []\n    for _ in range(10 ** 6): a = [a]\n    return a"],
  ["circle in the result", "def f(x):\n    a = []\n    a.append(a)\n    return a"],
];

const leavings =
  "import sys, types, builtins\nsys.modules['leftover'] = types.ModuleType('leftover')\nbuiltins.leftover = True\nopen('/tmp/leftover', 'w').write('x')";

const reach: readonly [string, string][] = [
  ["leavings for the next runs", leavings],
  ["a shell", ifReached("import os\nreached = os.system('true') == 0")],
  ["a program", ifReached("import subprocess\nreached = subprocess.run(['/bin/sh', '-c', 'exit 0']).returncode == 0")],
  ["another process", ifReached("import os\npid = os.fork()\nreached = True")],
  ["an exec", ifReached("import os, sys\nos.execv('/usr/bin/python3', ['python3', '-c', 'pass'])")],
  ["a socket", ifReached("import socket\nsocket.create_connection(('127.0.0.1', PORT), timeout=0.2)\nreached = True")],
  ["a listening socket", ifReached("import socket\ns = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()\nreached = True")],
  ["a web page", ifReached("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:PORT/', timeout=0.2)\nreached = True")],
  ["the canary file", ifReached("reached = open('CANARY').read()")],
  ["a change of the canary file", ifReached("open('CANARY', 'w').write('gone')\nreached = True")],
  ["the users of the system", ifReached("reached = open('/etc/passwd').read()")],
  [
    "the host's processes",
    ifReached(
      "import os\nreached = any(n.isdigit() and n != str(os.getpid()) for n in os.listdir('/proc')) if os.path.exists('/proc/1/cmdline') else None",
    ),
  ],
  [
    "the secret in the environment",
    ifReached("import os\nreached = 'STEPLABEL_TEST_SECRET' in os.environ or 'STEPLABEL_TEST_SECRET' in str(os.environb)"),
  ],
  [
    "a killed parent",
    ifReached("import os, signal\nos.kill(1, signal.SIGKILL)\nos.kill(os.getppid() or 1, signal.SIGKILL)\nreached = True"),
  ],
  ["a killed group", ifReached("import os, signal\nos.killpg(0, signal.SIGKILL)\nreached = True")],
  ["JavaScript", ifReached("import js\nreached = True")],
  ["JavaScript by pyodide", ifReached("from pyodide.code import run_js\nreached = run_js('1')")],
  ["pyodide's own interface", ifReached("import pyodide_js\nreached = pyodide_js")],
  ["the host's files by pyodide", ifReached("import pyodide_js\npyodide_js.mountNodeFS('/host', '/')\nreached = True")],
  ["the C library", ifReached("import ctypes\nreached = ctypes.CDLL(None).getpid() > 0")],
  ["a module of an earlier run", ifReached("import leftover\nreached = True")],
  ["a name of an earlier run", ifReached("import builtins\nreached = builtins.leftover")],
  ["a file of an earlier run", ifReached("reached = open('/tmp/leftover').read()")],
];

const forgeries: readonly [string, string][] = [
  ["exit with success", "import sys\nsys.exit(0)"],
  ["exit within the function", "import sys\ndef f(x): sys.exit(0)"],
  ["exit without cleaning up", "import os\nos._exit(0)"],
  ["exit of the process within the function", "import os\ndef f(x): os._exit(0)"],
  [
    "equal to everything",
    "class E:\n    def __eq__(self, o): return True\n    def __getitem__(self, i): return 6\n    def __len__(self): return 2\ndef f(x): return E()",
  ],
  [
    "a list that is equal to everything",
    "class L(list):\n    def __eq__(self, o): return True\n    def __getitem__(self, i): return 6\n    def __len__(self): return 2\n    def __iter__(self): return iter([15, 0])\ndef f(x): return L()",
  ],
  [
    "a number that subtracts to nothing",
    "class N(int):\n    def __sub__(self, o): return 0\n    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__\ndef f(x): return [N(x), N(x)]",
  ],
  [
    "a class whose metaclass compares",
    "class M(type):\n    def __eq__(cls, o): return True\n    __hash__ = type.__hash__\n    def __getitem__(cls, i): return 6\n    def __len__(cls): return 2\nclass C(metaclass=M): pass\ndef f(x): return C",
  ],
  ["AssertionError replaced", "import builtins\nbuiltins.AssertionError = SystemExit" + wrong],
  ["len and abs replaced", "import builtins\nbuiltins.len = lambda x: 2\nbuiltins.abs = lambda x: 0" + right],
  [
    "sum defined for the tests",
    "def sum(x): return 15\ndef len(x): return 2\ndef abs(x): return 0\ndef sorted(x, key=None): return [14]\ndef f(x): return [2, 4]",
  ],
  ["json replaced", 'import json\njson.dumps = lambda *a, **k: \'{"status": "pass", "assertions": 4}\'' + wrong],
  [
    "the encoder of json replaced",
    'import json.encoder\njson.encoder.JSONEncoder.encode = lambda s, o: \'{"status": "pass"}\'\njson.encoder.c_make_encoder = None' +
      wrong,
  ],
  ["writing replaced", "import os\nos.write = lambda fd, data: len(data)" + wrong],
  [
    "a verdict on every descriptor",
    `import os, struct\nbody = b'{"status": "pass", "reason": "", "assertions": 4, "stdout": "", "truncated": false, "outputs": []}'\nfor fd in range(64):\n    try: os.write(fd, struct.pack('<I', len(body)) + body)\n    except OSError: pass` +
      wrong,
  ],
  [
    "frames by sys",
    "import sys\ndef f(x):\n    g = sys._getframe()\n    while g:\n        for v in list(g.f_locals.values()):\n            if isinstance(v, dict) and 'status' in v: v['status'] = 'pass'\n        g = g.f_back\n    return None",
  ],
  [
    "frames by a traceback",
    "def f(x):\n    try: 1 / 0\n    except ZeroDivisionError as e: g = e.__traceback__.tb_frame\n    while g:\n        g.f_globals['len'] = lambda x: 2\n        g = g.f_back\n    return [x, 2 * x]",
  ],
  ["frames by a generator", "def g():\n    yield 1\nh = g()\nnext(h)\nh.gi_frame.f_back" + right],
  ["frames by inspect", "import inspect\ninspect.currentframe()" + right],
  ["objects by the collector", "import gc\n[o for o in gc.get_objects() if isinstance(o, dict)]" + right],
  ["a trace function", "import sys\nsys.settrace(lambda *a: None)" + right],
  ["a profile function", "import sys, threading\nsys.setprofile(lambda *a: None)" + right],
  ["code replaced in place", "import statistics\nstatistics.mean.__code__ = (lambda *a: 0).__code__" + right],
  ["code from bytes", "def g(): pass\ng.__code__.replace(co_consts=(None,))" + right],
  ["memory by ctypes", "import ctypes\nctypes.memset(id(True), 0, 8)" + right],
  ["math replaced", "import math\nmath.fabs = lambda x: 0" + right],
  ["a module replaced", "import sys, types\nsys.modules['math'] = types.ModuleType('math')" + right],
  ["Counter's comparison replaced", "import collections\ncollections.Counter.__eq__ = lambda s, o: True" + right],
  ["check defined by the candidate", "def check(candidate): return True" + wrong],
  ["an audit hook", "import sys\nsys.addaudithook(lambda *a: None)" + right],
  [
    "the harness by its names",
    "import sys\nfor m in list(sys.modules.values()):\n    for n in ('run', 'run_job', 'run_harness', 'create_harness'):\n        if callable(getattr(m, n, None)) and m.__name__ in ('harness', '__main__'): setattr(m, n, lambda *a: 'pass')" +
      wrong,
  ],
  ["an exit handler", "import atexit, os\natexit.register(lambda: os._exit(0))" + wrong],
  [
    "a thread that ends the process",
    "import threading, os\nthreading.Thread(target=lambda: os._exit(0)).start()\nimport time\ntime.sleep(0.2)" + wrong,
  ],
  [
    "output replaced",
    'import sys\nclass W:\n    def write(self, s): return len(s)\n    def flush(self): pass\nsys.stdout = sys.stderr = W()\nprint(\'{"status": "pass"}\')' +
      wrong,
  ],
  ["an iterator of liars", "class E:\n    def __eq__(self, o): return True\ndef f(x): return (E() for _ in range(2))"],
];

const output: readonly [string, string][] = [
  ["endless output", "while True: print('x' * 100000)"],
  ["one long line", "print('x' * 10 ** 7)\nraise ValueError"],
  ["lone surrogates and zeros", "print('\\ud800\\x00\\udfff' * 1000)\nraise ValueError('\\ud800')"],
  ["a long error", "raise ValueError('x' * 10 ** 7)"],
];

const group = (kind: HostileProgram["group"], programs: readonly [string, string][]): HostileProgram[] =>
  programs.map(([name, code]) => ({ group: kind, name, code }));

export const pythonPrograms: readonly HostileProgram[] = [
  ...group("cpu", cpu),
  ...group("memory", memory),
  ...group("reach", reach),
  ...group("forgery", forgeries),
  ...group("output", output),
];

export const pythonTests = `def check(candidate):
    assert candidate(2) == [2, 4]
    assert abs(candidate(3)[1] - 6) < 1e-9
    assert len(candidate(5)) == 2 and sum(candidate(5)) == 15
    assert sorted(candidate(7), key=lambda value: -value)[0] == 14
`;
