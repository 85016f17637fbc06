# Runs one candidate inside an interpreter that is already contained, and says what came of it.
# Containment is the caller's work; this file's work is that a candidate cannot talk its way to a pass.
# Executed once into a private namespace: it is no module and defines no class, so that no candidate finds a road to its globals.
import ast
import collections
import dataclasses
import decimal
import enum
import fractions
import functools
import io
import json
import os
import random
import sys
import types
import typing


def create_harness():
    """Returns run(job, secret, session) -> reply as JSON text; the job is a dictionary of protocol.ts, the secret goes into the reply."""
    # Everything below is held in closures under names of its own: a candidate that replaces a builtin replaces it for itself only.
    preloaded = "math cmath operator itertools functools collections re string random json statistics fractions decimal heapq bisect copy numbers datetime time typing enum dataclasses abc contextlib hashlib textwrap array queue calendar".split()
    for name in preloaded:
        __import__(name)
    builtins_dict = dict(__import__("builtins").__dict__)
    type_of, length, base_exception, string, boolean, bytes_of = type, len, BaseException, str, bool, bytes
    function_type, generator_type = types.FunctionType, types.GeneratorType
    mro_of = type.__dict__["__mro__"].__get__
    flags_of = type.__dict__["__flags__"].__get__
    dict_of = type.__dict__["__dict__"].__get__
    get_frame, sys_modules = sys._getframe, sys.modules
    text_wrapper, bytes_io = io.TextIOWrapper, io.BytesIO
    parse, fix, compile_code, execute = ast.parse, ast.fix_missing_locations, compile, exec
    heap_type, heap_flag = type, 1 << 9
    list_iterator = iter

    # -- What of the standard library a test relies on, as it was before any candidate ran.
    watched = {}
    pinned = set()
    for name in preloaded + ["builtins"]:
        module = sys_modules[name]
        watched[name] = {key: value for key, value in module.__dict__.items() if callable(value)}
        for value in list(module.__dict__.values()):
            if isinstance(value, type) and flags_of(value) & heap_flag:
                members = {key: member for key, member in dict_of(value).items() if key not in ("__dict__", "__weakref__", "_abc_impl")}
                pinned.update(id(member) for member in members.values())
    for value in (enum.Enum, enum.EnumMeta, collections.UserDict, collections.UserList, collections.UserString):
        for base in mro_of(value):
            pinned.update(id(member) for member in dict_of(base).values())
    watched_classes = [
        (value, {key: member for key, member in dict_of(value).items() if callable(member)})
        for value in (collections.Counter, collections.OrderedDict, collections.ChainMap, fractions.Fraction, decimal.Decimal)
    ]

    # Library functions that read a frame only to name the calling module, and never hand it on.
    frame_readers = set()
    for module in (collections, typing, enum, dataclasses):
        holders = [module] + [value for value in module.__dict__.values() if isinstance(value, type) and value.__module__ == module.__name__]
        for holder in holders:
            for value in list(holder.__dict__.values()):
                value = getattr(value, "__func__", value)
                code = getattr(value, "__code__", None)
                if isinstance(code, types.CodeType) and "_getframe" in code.co_names:
                    frame_readers.add(code)

    scalars = frozenset(
        [int, float, str, bool, bytes, complex, type(None), type(Ellipsis), type(NotImplemented), bytearray, range, slice]
    )
    suspicious = frozenset(
        "__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ __bool__ __len__ __iter__ __next__ __contains__ __getitem__ __getattribute__ "
        "__getattr__ __class__ __add__ __radd__ __sub__ __rsub__ __mul__ __rmul__ __truediv__ __rtruediv__ __floordiv__ __rfloordiv__ __mod__ "
        "__rmod__ __pow__ __rpow__ __abs__ __neg__ __pos__ __round__ __float__ __int__ __index__ __trunc__ __and__ __rand__ __or__ __ror__ "
        "__xor__ __rxor__ __instancecheck__ __subclasscheck__ __call__ __str__ __repr__ __format__".split()
    )
    printing = frozenset(["__str__", "__repr__", "__format__", "__call__"])
    iterator_types = frozenset(
        [generator_type, map, filter, zip, enumerate, reversed, type(iter([])), type(iter(())), type(iter({})), type(iter(set())), type(iter(""))]
    )

    forbidden_events = frozenset(
        "sys._getframe sys._current_frames sys._current_exceptions sys.settrace sys.setprofile sys.addaudithook sys.remote_exec gc.get_objects "
        "gc.get_referrers gc.get_referents code.__new__ function.__new__ sys.monitoring.register_callback".split()
    )
    forbidden_attributes = frozenset(["tb_frame", "gi_frame", "cr_frame", "ag_frame"])
    forbidden_modules = frozenset(
        ["ctypes", "_ctypes", "_testcapi", "_testinternalcapi", "_testlimitedcapi", "js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "_interpreters", "_xxsubinterpreters"]
    )
    optional_modules = frozenset(["sympy", "mpmath", "numpy", "scipy", "pandas", "networkx", "matplotlib", "sklearn", "torch", "gmpy2"])
    state = {"active": False, "inside": False, "forged": None}

    def deny(reason):
        if state["forged"] is None:
            state["forged"] = reason
        raise PermissionError(reason + " is not allowed in the sandbox")

    def audit(event, arguments):
        if not state["active"] or state["inside"]:
            return
        if event in forbidden_events:
            if event == "sys._getframe":
                state["inside"] = True
                caller = get_frame(1)
                state["inside"] = False
                if caller.f_code in frame_readers:
                    return
            if event == "function.__new__":
                return
            deny(event)
        elif event == "object.__getattr__":
            if arguments[1] in forbidden_attributes:
                deny("reading " + arguments[1])
        elif event == "object.__setattr__":
            if arguments[1] == "__code__":
                deny("replacing __code__")
        elif event == "import":
            if arguments[0].partition(".")[0] in forbidden_modules:
                deny("import of " + arguments[0])
        elif event.startswith("ctypes."):
            deny(event)

    sys.addaudithook(audit)

    def check_class(cls):
        for base in mro_of(cls):
            if not flags_of(base) & heap_flag:
                continue
            for key, member in dict_of(base).items():
                if key not in suspicious or id(member) in pinned:
                    continue
                if key in printing and type_of(member) is function_type:
                    continue
                if key == "__hash__" and member is None:
                    continue
                if type_of(member) is function_type or not type_of(member).__module__ == "builtins":
                    deny("a returned value whose class defines " + key)

    def guard(value):
        """Lets plain data through; a value whose class could answer a comparison by itself is a forgery. Cost: one visit a member."""
        kind = type_of(value)
        if kind in scalars:
            return value
        if kind is function_type:
            return wrap(value)
        if kind in iterator_types:
            return (guard(item) for item in value)
        pending, seen, checked = [value], set(), set()
        while pending:
            item = pending.pop()
            kind = type_of(item)
            if kind in scalars or id(item) in seen:
                continue
            seen.add(id(item))
            if kind is list or kind is tuple or kind is set or kind is frozenset:
                pending.extend(item)
                continue
            if kind is dict:
                pending.extend(item.keys())
                pending.extend(item.values())
                continue
            if kind not in checked:
                checked.add(kind)
                check_class(kind)
                if type_of(kind) is not heap_type:
                    check_class(type_of(kind))
            bases = mro_of(kind)
            if tuple in bases:
                pending.extend(tuple.__iter__(item))
            elif list in bases:
                pending.extend(list.__iter__(item))
            elif dict in bases:
                pending.extend(dict.keys(item))
                pending.extend(dict.values(item))
            elif set in bases:
                pending.extend(set.__iter__(item))
            elif collections_deque in bases:
                pending.extend(collections_deque.__iter__(item))
        return value

    collections_deque = collections.deque

    def wrap(function):
        def candidate(*arguments, **named):
            return guard(function(*arguments, **named))

        return candidate

    def assertions(tree, name):
        """Rewrites `assert T, M` so that an assertion that held is counted; everything else stays."""
        # A plain loop over ast.walk's parents: ast.NodeTransformer would be a class of ours.
        for parent in list(ast.walk(tree)):
            for field, value in ast.iter_fields(parent):
                if type_of(value) is not list:
                    continue
                for index, node in enumerate(value):
                    if type_of(node) is not ast.Assert:
                        continue
                    call = ast.Call(func=ast.Name(id="AssertionError", ctx=ast.Load()), args=[node.msg] if node.msg else [], keywords=[])
                    test = ast.Call(func=ast.Name(id=name, ctx=ast.Load()), args=[node.test], keywords=[])
                    value[index] = ast.copy_location(
                        ast.If(test=test, body=[ast.Pass()], orelse=[ast.Raise(exc=call, cause=None)]), node
                    )
        return fix(tree)

    def patched():
        for name, members in watched.items():
            now = sys_modules[name].__dict__ if name in sys_modules else {}
            for key, value in members.items():
                if now.get(key) is not value:
                    return name + "." + key
        for cls, members in watched_classes:
            now = dict_of(cls)
            for key, value in members.items():
                if now.get(key) is not value:
                    return cls.__name__ + "." + key
        return None

    def describe(error):
        kind = type_of(error).__name__
        try:
            text = string(error)
        except base_exception:
            text = "(a message that could not be read)"
        return (kind + ": " + text)[:2000] if text else kind

    def judge(error, in_tests):
        """Status of an exception that ended the candidate or its tests."""
        kind = type_of(error)
        if kind is MemoryError:
            return "memory"
        if kind is ModuleNotFoundError and (error.name or "").partition(".")[0] in optional_modules:
            return "unavailable"
        if in_tests and kind is AssertionError:
            return "fail"
        return "error"

    urandom = os.urandom

    def random_hex(size):
        return urandom(size).hex()

    def new_namespace(name):
        module = types.ModuleType(name)
        sys_modules[name] = module
        module.__dict__["__builtins__"] = sys_modules["builtins"]
        return module.__dict__

    quote = json.encoder.c_encode_basestring_ascii

    def serialise(reply, secret):
        # By hand, on one captured C function: json.dumps runs Python that a candidate can replace.
        outputs = ",".join([quote(text) for text in reply["outputs"]])
        truncated = "true" if reply["truncated"] else "false"
        return '{"nonce":%s,"status":%s,"reason":%s,"assertions":%d,"stdout":%s,"truncated":%s,"outputs":[%s]}' % (
            quote(secret),
            quote(reply["status"]),
            quote(reply["reason"]),
            reply["assertions"],
            quote(reply["stdout"]),
            truncated,
            outputs,
        )

    def run(job, secret, session=None):
        return serialise(run_job(job, session), secret)

    def run_job(job, session):
        """Job: kind check | tests | program, code, and by kind tests, entries, call, inputs. Never raises."""
        kind = job["kind"]
        counter = [0]
        reply = {"status": "pass", "reason": "", "assertions": 0, "stdout": "", "truncated": False, "outputs": []}
        real = (sys.stdin, sys.stdout, sys.stderr)
        state["forged"] = None
        random.seed(job.get("seed", 0))

        def passed(value):
            if value is not True and value is not False:
                value = boolean(guard(value))
            if value:
                counter[0] += 1
            return value

        def streams(stdin):
            sys.stdin = text_wrapper(bytes_io(stdin.encode("utf-8", "surrogatepass")), encoding="utf-8", errors="replace")
            raw = bytes_io()
            sys.stdout = text_wrapper(raw, encoding="utf-8", errors="replace", write_through=True)
            sys.stderr = text_wrapper(bytes_io(), encoding="utf-8", errors="replace", write_through=True)
            # A wrapper that nobody holds closes its buffer, and what was printed with it.
            wrappers.append(sys.stdout)
            return raw

        def printed(raw, limit):
            if raw.closed:
                return "", 0
            # A view, not a copy: a program that printed until its memory was gone leaves no room for one.
            view = raw.getbuffer()
            return bytes_of(view[:limit]).decode("utf-8", "replace"), length(view)

        def finish(status, reason):
            reply["status"], reply["reason"] = status, reason[:2000]

        def settle(error, in_tests):
            finish(judge(error, in_tests), describe(error))

        wrappers, outputs_raw = [], []
        raw = streams("")
        try:
            # 1. The tests are compiled before a line of the candidate runs.
            tests_code = None
            if kind == "tests":
                try:
                    marker = "passed_" + random_hex(8)
                    tests_code = compile_code(assertions(parse(job["tests"]), marker), "<tests>", "exec")
                except base_exception as error:
                    finish("unavailable", "the tests do not compile: " + describe(error))
                    return reply
            # 2. The candidate is compiled.
            try:
                marker_own = "passed_" + random_hex(8)
                if kind == "check":
                    candidate_code = compile_code(assertions(parse(job["code"]), marker_own), "<candidate>", "exec")
                else:
                    candidate_code = compile_code(job["code"], "<candidate>", "exec")
            except base_exception as error:
                finish("syntax", describe(error))
                return reply

            # 3. It runs.
            if kind == "program":
                for stdin in job["inputs"]:
                    raw = streams(stdin)
                    outputs_raw.append(raw)
                    namespace = new_namespace("__main__")
                    state["active"] = True
                    try:
                        execute(candidate_code, namespace)
                    except SystemExit as error:
                        if error.code not in (None, 0):
                            settle(error, False)
                            break
                    except base_exception as error:
                        settle(error, False)
                        break
                    finally:
                        state["active"] = False
                return reply

            namespace = session if session is not None else new_namespace("candidate")
            if kind == "check":
                namespace[marker_own] = passed
            state["active"] = kind == "tests"
            try:
                execute(candidate_code, namespace)
            except base_exception as error:
                settle(error, kind == "check")
                return reply
            if kind == "check":
                return reply

            # 4. The tests run in a namespace of their own: the candidate's names, the builtins as they were, functions behind the guard.
            changed = patched()
            if changed is not None:
                finish("forged", "the candidate replaced " + changed)
                return reply
            entries = job["entries"]
            if job["call"] and not callable(namespace.get(entries[0])):
                finish("error", "the code defines no function " + entries[0])
                return reply
            tests_namespace = {"__builtins__": dict(builtins_dict), "__name__": "tests", marker: passed}
            for key, value in namespace.items():
                # A candidate may name its own function `sum`, but only the function that the problem asks for.
                if (key in builtins_dict and key not in entries) or key.startswith("__"):
                    continue
                tests_namespace[key] = wrap(value) if type_of(value) is function_type or (key in entries and callable(value)) else value
            try:
                execute(tests_code, tests_namespace)
                if job["call"]:
                    check = tests_namespace.get(job["call"])
                    if not callable(check):
                        finish("unavailable", "the tests define no function " + job["call"])
                        return reply
                    check(tests_namespace[entries[0]])
            except base_exception as error:
                settle(error, True)
            changed = patched()
            if changed is not None:
                finish("forged", "the candidate replaced " + changed)
            return reply
        except base_exception as error:
            # Only a candidate that broke the harness itself (memory gone, say) gets here.
            settle(error, False)
            return reply
        finally:
            state["active"] = False
            sys.stdin, sys.stdout, sys.stderr = real
            reply["assertions"] = counter[0]
            if state["forged"] is not None and kind == "tests":
                finish("forged", state["forged"])
            try:
                if kind == "program":
                    total = 0
                    for item in outputs_raw:
                        text, size = printed(item, job["stdout_limit"])
                        total += size
                        reply["outputs"].append(text)
                        reply["truncated"] = reply["truncated"] or size > job["stdout_limit"]
                    # All inputs together share the limit of one frame.
                    if total > job["stdout_limit"]:
                        reply["outputs"], reply["truncated"] = [], True
                else:
                    reply["stdout"], total = printed(raw, job["stdout_limit"])
                    reply["truncated"] = total > job["stdout_limit"]
                if total > job["output_limit"] and reply["status"] != "forged":
                    finish("output", "more than %d bytes were printed" % job["output_limit"])
            except base_exception as error:
                finish("memory" if type_of(error) is MemoryError else "error", describe(error))

    return run, new_namespace


run, new_namespace = create_harness()
