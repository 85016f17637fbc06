// Runs one candidate inside an isolate. Loaded as text and evaluated there before any candidate: its value is run(job as JSON) -> reply as JSON.
// Whatever it uses later it captures now, so that a candidate that replaces a builtin replaces it for itself only.
/* oxlint-disable eslint/no-eval -- running code is what this file is for, and the candidate must not be able to replace eval */
/* oxlint-disable typescript/unbound-method -- methods are captured unbound on purpose and applied by uncurry */
(() => {
  "use strict";
  const { apply, construct, ownKeys, getOwnPropertyDescriptor } = Reflect;
  const { stringify, parse } = JSON;
  const { create, defineProperty, getPrototypeOf, keys: keysOf } = Object;
  const { isArray } = Array;
  const { is } = Object;
  const hiddenEval = globalThis.eval;
  const FunctionConstructor = Function;
  const StringOf = String;
  const uncurry =
    (method) =>
    (self, ...values) =>
      apply(method, self, values);
  const slice = uncurry(String.prototype.slice);
  const startsWith = uncurry(String.prototype.startsWith);
  const sourceOf = uncurry(Function.prototype.toString);
  const matchAll = uncurry(String.prototype.matchAll);
  const mapForEach = uncurry(Map.prototype.forEach);
  const mapSet = uncurry(Map.prototype.set);
  const mapGet = uncurry(Map.prototype.get);
  const mapHas = uncurry(Map.prototype.has);
  const setForEach = uncurry(Set.prototype.forEach);
  const setAdd = uncurry(Set.prototype.add);
  const setHas = uncurry(Set.prototype.has);
  const mapSize = uncurry(getOwnPropertyDescriptor(Map.prototype, "size").get);
  const setSize = uncurry(getOwnPropertyDescriptor(Set.prototype, "size").get);
  const timeOf = uncurry(Date.prototype.getTime);
  const MapOf = Map;
  const SetOf = Set;
  const DateOf = Date;
  const ErrorOf = Error;
  const PromiseOf = Promise;
  const iteratorSymbol = Symbol.iterator;
  const isInstance = uncurry(Function.prototype[Symbol.hasInstance]);
  const isMap = (value) => isInstance(MapOf, value);
  const isSet = (value) => isInstance(SetOf, value);
  const isDate = (value) => isInstance(DateOf, value);

  // Nothing here needs shared memory, weak references or other locales, and each of them is a way around the memory limit or the clock.
  for (const name of ["WebAssembly", "SharedArrayBuffer", "Atomics", "FinalizationRegistry", "WeakRef", "Intl", "console"])
    delete globalThis[name];
  const Buffered = ArrayBuffer;
  const PlainBuffer = function ArrayBuffer(size) {
    return construct(Buffered, [size], new.target ?? Buffered);
  };
  defineProperty(PlainBuffer, "prototype", { value: Buffered.prototype, writable: false });
  PlainBuffer.isView = Buffered.isView;
  for (const name of ["resize", "transfer", "transferToFixedLength"]) delete Buffered.prototype[name];
  defineProperty(Buffered.prototype, "constructor", { value: PlainBuffer, writable: true, configurable: true });
  defineProperty(globalThis, "ArrayBuffer", { value: PlainBuffer, writable: true, configurable: true });

  const builtinNames = new Set(ownKeys(globalThis));
  const reserved = new Set(
    (
      "break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in " +
      "instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with " +
      "yield await async of get set arguments eval undefined assert console"
    ).split(" "),
  );

  // What a test relies on, as it was.
  const watched = [
    ["Object.prototype", Object.prototype],
    ["Array.prototype", Array.prototype],
    ["String.prototype", String.prototype],
    ["Number.prototype", Number.prototype],
    ["Function.prototype", Function.prototype],
    ["Map.prototype", Map.prototype],
    ["Set.prototype", Set.prototype],
    ["RegExp.prototype", RegExp.prototype],
    ["Date.prototype", Date.prototype],
    ["Array iterator", getPrototypeOf([][iteratorSymbol]())],
    ["Math", Math],
    ["JSON", JSON],
    ["Object", Object],
    ["Array", Array],
    ["Number", Number],
    ["String", String],
  ];
  const before = [];
  const remember = () => {
    if (before.length > 0) return;
    for (const [name, holder] of watched)
      for (const key of ownKeys(holder)) {
        const found = getOwnPropertyDescriptor(holder, key);
        before[before.length] = [name, holder, key, found.value, found.get];
      }
  };
  const patched = () => {
    for (let index = 0; index < before.length; index += 1) {
      const entry = before[index];
      const now = getOwnPropertyDescriptor(entry[1], entry[2]);
      if (now === undefined || !is(now.value, entry[3]) || now.get !== entry[4])
        return `${entry[0]}.${typeof entry[2] === "symbol" ? "(symbol)" : entry[2]}`;
    }
    return null;
  };

  /** A copy that answers nothing by itself: no getter, proxy or conversion of the candidate's is left in it. */
  const plain = (value, seen = new MapOf()) => {
    if (value === null || (typeof value !== "object" && typeof value !== "function")) return value;
    if (mapHas(seen, value)) return mapGet(seen, value);
    if (typeof value === "function") return guarded(value);
    if (isArray(value)) {
      const copy = [];
      mapSet(seen, value, copy);
      const { length } = value;
      for (let index = 0; index < length; index += 1)
        defineProperty(copy, index, { value: plain(value[index], seen), writable: true, enumerable: true, configurable: true });
      return copy;
    }
    if (isInstance(PromiseOf, value)) return value;
    if (isMap(value)) {
      const copy = new MapOf();
      mapSet(seen, value, copy);
      mapForEach(value, (item, key) => mapSet(copy, plain(key, seen), plain(item, seen)));
      return copy;
    }
    if (isSet(value)) {
      const copy = new SetOf();
      mapSet(seen, value, copy);
      setForEach(value, (item) => setAdd(copy, plain(item, seen)));
      return copy;
    }
    if (isDate(value)) return new DateOf(timeOf(value));
    if (typeof value[iteratorSymbol] === "function" && typeof value.next === "function")
      return (function* items() {
        for (const item of value) yield plain(item);
      })();
    const copy = {};
    mapSet(seen, value, copy);
    if (isInstance(ErrorOf, value)) copy.message = StringOf(value.message);
    const names = keysOf(value);
    for (let index = 0; index < names.length; index += 1)
      defineProperty(copy, names[index], { value: plain(value[names[index]], seen), writable: true, enumerable: true, configurable: true });
    return copy;
  };
  const guarded = (target) => {
    if (typeof target !== "function") return target;
    if (startsWith(sourceOf(target), "class")) return target;
    return function candidate(...values) {
      if (new.target) return construct(target, values);
      return plain(apply(target, this, values));
    };
  };

  const equal = (left, right, loose) => {
    // eslint-disable-next-line eqeqeq
    if (is(left, right) || left === right || (loose && left == right)) return true;
    if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
    if (isArray(left) !== isArray(right)) return false;
    if (isDate(left) || isDate(right)) return isDate(left) && isDate(right) && timeOf(left) === timeOf(right);
    if (isMap(left) || isMap(right)) {
      if (!isMap(left) || !isMap(right) || mapSize(left) !== mapSize(right)) return false;
      let same = true;
      mapForEach(left, (item, key) => {
        if (!mapHas(right, key) || !equal(item, mapGet(right, key), loose)) same = false;
      });
      return same;
    }
    if (isSet(left) || isSet(right)) {
      if (!isSet(left) || !isSet(right) || setSize(left) !== setSize(right)) return false;
      let same = true;
      setForEach(left, (item) => {
        if (!setHas(right, item)) same = false;
      });
      return same;
    }
    const names = keysOf(left);
    if (names.length !== keysOf(right).length) return false;
    if (isArray(left) && left.length !== right.length) return false;
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index];
      if (getOwnPropertyDescriptor(right, name) === undefined || !equal(left[name], right[name], loose)) return false;
    }
    return true;
  };

  const describe = (error) => {
    try {
      if (typeof error === "object" && error !== null && isInstance(ErrorOf, error)) {
        const text = `${StringOf(error.name)}: ${StringOf(error.message)}`;
        return slice(text, 0, 2000);
      }
      return slice(`thrown: ${typeof error === "object" ? "an object" : StringOf(error)}`, 0, 2000);
    } catch {
      return "an error whose message could not be read";
    }
  };
  const tokens = (text) => {
    const found = new SetOf();
    for (const match of matchAll(text, /[A-Za-z_$][\w$]*/g)) setAdd(found, match[0]);
    return found;
  };

  return (text) => {
    const job = parse(text);
    const failure = create(null);
    let assertions = 0;
    let printed = "";
    let size = 0;
    let stdin = "";
    let status = "pass";
    let reason = "";
    let outputs = "";
    let outputSize = 0;
    let truncated = false;
    let forged = null;

    let seed = job.seed >>> 0;
    Math.random = () => {
      seed = (seed + 0x6d2b79f5) >>> 0;
      let mixed = seed;
      mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };

    const print = (piece) => {
      size += piece.length;
      if (printed.length < job.stdout_limit) printed += slice(piece, 0, job.stdout_limit - printed.length);
    };
    const show = (value) => {
      if (typeof value === "string") return value;
      if (value === null || typeof value !== "object") return typeof value === "function" ? "[Function]" : StringOf(value);
      try {
        return stringify(plain(value)) ?? "undefined";
      } catch {
        return "[object]";
      }
    };
    const line = (...values) => {
      for (let index = 0; index < values.length; index += 1) print((index > 0 ? " " : "") + show(values[index]));
      print("\n");
    };
    const hold = (truth, message) => {
      if (truth) {
        assertions += 1;
        return;
      }
      if (reason === "") reason = message === undefined ? "an assertion does not hold" : slice(`assertion: ${show(message)}`, 0, 2000);
      throw failure;
    };
    const assert = (value, message) => hold(typeof value === "object" && value !== null ? true : value, message);
    assert.ok = assert;
    const comparison = (loose, wanted) => (left, right, message) => hold(equal(plain(left), plain(right), loose) === wanted, message);
    const same = (wanted) => (left, right, message) => hold(is(left, right) === wanted, message);
    assert.equal = comparison(true, true);
    assert.deepEqual = comparison(true, true);
    assert.notEqual = comparison(true, false);
    assert.notDeepEqual = comparison(true, false);
    assert.strictEqual = same(true);
    assert.notStrictEqual = same(false);
    assert.deepStrictEqual = comparison(false, true);
    assert.notDeepStrictEqual = comparison(false, false);
    assert.throws = (action, ...rest) => {
      let threw = false;
      try {
        action();
      } catch (error) {
        if (error === failure) throw error;
        threw = true;
      }
      hold(threw, rest[0]);
    };
    const output = { log: line, info: line, warn: line, error: line, debug: line, assert };
    const provide = (name, value) => defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
    provide("console", { ...output });
    if (job.kind === "check") provide("assert", assert);
    if (job.kind === "program") {
      provide("process", { stdout: { write: (piece) => print(StringOf(piece)) }, argv: [], env: {} });
      provide("require", (name) => {
        if (name === "fs" || name === "node:fs") return { readFileSync: () => stdin };
        throw new ErrorOf(`the module ${name} is not available`);
      });
    }

    const settle = (error, inTests) => {
      if (error === failure && inTests) {
        status = "fail";
        return;
      }
      status = "error";
      reason = describe(error);
    };

    if (job.kind === "program") {
      for (let index = 0; index < job.inputs.length; index += 1) {
        if (status !== "pass") break;
        stdin = job.inputs[index];
        printed = "";
        try {
          (0, hiddenEval)(job.code);
        } catch (error) {
          settle(error, false);
        }
        outputSize += printed.length;
        outputs += (index > 0 ? "," : "") + stringify(printed);
      }
      if (outputSize > job.stdout_limit) {
        outputs = "";
        truncated = true;
      }
      printed = "";
    } else if (job.kind === "check") {
      try {
        (0, hiddenEval)(job.code);
      } catch (error) {
        settle(error, true);
      }
    } else {
      remember();
      const asked = new SetOf(job.entries);
      const inCode = tokens(job.code);
      const names = [];
      for (const match of matchAll(job.tests, /\b(?:function\*?|const|let|var|class)\s+([A-Za-z_$][\w$]*)/g)) setAdd(reserved, match[1]);
      const wanted = tokens(job.tests);
      for (const entry of job.entries) setAdd(wanted, entry);
      setForEach(wanted, (name) => {
        // A candidate may name its own function like a builtin one, but only the function that the problem asks for.
        if (setHas(inCode, name) && !setHas(reserved, name) && (setHas(asked, name) || !setHas(builtinNames, name)))
          names[names.length] = name;
      });
      // 1. The tests are compiled before a line of the candidate runs.
      let tests = null;
      try {
        const last = job.call === "" ? "" : `\n;return typeof ${job.call} === "function" ? ${job.call} : undefined;`;
        tests = new FunctionConstructor("assert", "console", ...names, `${job.tests}${last}`);
      } catch (error) {
        status = "unavailable";
        reason = `the tests do not compile: ${describe(error)}`;
      }
      // 2. The candidate; its last value hands out the names that the tests use, which const and let would keep to themselves.
      let values = null;
      if (tests !== null)
        try {
          const members = names.map((name) => `${stringify(name)}: typeof ${name} === "undefined" ? undefined : ${name}`);
          values = (0, hiddenEval)(`${job.code}\n;({ __proto__: null, ${members.join(", ")} })`);
        } catch (error) {
          settle(error, false);
        }
      if (values !== null && status === "pass") {
        forged = patched();
        const entry = job.entries.length > 0 ? values[job.entries[0]] : undefined;
        if (forged === null && job.call !== "" && typeof entry !== "function") {
          status = "error";
          reason = `the code defines no function ${job.entries[0]}`;
        } else if (forged === null) {
          // 3. The tests run on plain copies of what the candidate returns.
          try {
            const given = [];
            for (let index = 0; index < names.length; index += 1) given[index] = guarded(values[names[index]]);
            const check = tests(assert, output, ...given);
            if (job.call !== "") {
              if (typeof check !== "function") {
                status = "unavailable";
                reason = `the tests define no function ${job.call}`;
              } else if (isInstance(PromiseOf, check(guarded(entry)))) {
                status = "unavailable";
                reason = "asynchronous tests are not supported";
              }
            }
          } catch (error) {
            settle(error, true);
          }
          forged = patched();
        }
      }
      if (forged !== null) {
        status = "forged";
        reason = `the candidate replaced ${forged}`;
      }
    }
    if (size > job.output_limit && status !== "forged") {
      status = "output";
      reason = `more than ${job.output_limit} characters were printed`;
    }
    if (size > job.stdout_limit) truncated = true;
    if (status === "pass") reason = "";
    // Put together by hand: arrays and objects would ask their prototypes for toJSON.
    return `{"status":${stringify(status)},"reason":${stringify(reason)},"assertions":${assertions},"stdout":${stringify(printed)},"truncated":${truncated},"outputs":[${outputs}]}`;
  };
})();
