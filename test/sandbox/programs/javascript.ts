// Hostile JavaScript: every program defines no right answer, or gives it only when it reached what it must not reach. None may pass.
import type { HostileProgram } from "../containment.ts";

/** Gives the right answer only where `reached` (an expression) is true. */
const ifReached = (setup: string, reached: string) => `${setup}\nvar f = (x) => (${reached}) ? [x, 2 * x] : "contained";`;

const cpu: readonly [string, string][] = [
  ["endless loop", "while (true);"],
  ["endless loop that catches everything", "while (true) { try { while (true); } catch {} finally { continue; } }"],
  ["endless recursion of finally", "const g = () => { try { g(); } finally { g(); } }; g();"],
  ["endless generator", "for (const x of (function* () { while (true) yield 1; })());"],
  ["endless microtasks", "const again = () => Promise.resolve().then(again); again();"],
  ["endless microtasks of async functions", "const again = async () => { while (true) await null; }; again();"],
  ["catastrophic regular expression", "/^(a+)+$/.test('a'.repeat(40) + '!');"],
  ["catastrophic lookbehind", "/(?<=(a+)+)b/.test('a'.repeat(60));"],
  ["proxy that answers for ever", "const p = new Proxy({}, { get: () => { while (true); } }); p.x;"],
  ["proxy in its own prototype", "const p = new Proxy({}, { getPrototypeOf: () => p }); p instanceof Array; for (;;);"],
  ["getter that loops", "({ get x() { for (;;); } }).x;"],
  ["toString that loops", "String({ toString() { for (;;); } });"],
  ["sort that never ends", "[3, 2, 1].sort(() => { for (;;); });"],
  ["includes on a huge length", "Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1);"],
  ["indexOf on a huge length", "Array.prototype.indexOf.call(new Proxy({ length: 2 ** 53 - 1 }, {}), 1);"],
  ["lastIndexOf on a huge length", "Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1);"],
  ["fill of a sparse array", "Array(1e9).fill(0);"],
  ["reverse of a sparse array", "const a = []; a[4e9] = 1; a.reverse();"],
  ["sort of a sparse array", "const a = []; a.length = 4294967295; a[4294967294] = 1; a.sort();"],
  ["join of a huge array", "Array(2 ** 31).join('ab');"],
  ["multiplication of large integers", "let n = 3n; for (;;) n *= n;"],
  ["power of large integers", "(2n ** 2000000n) ** 500n;"],
  ["decimal text of a large integer", "const n = 7n ** 3000000n; n.toString();"],
  ["division of large integers", "const n = 7n ** 4000000n; for (;;) n / 3n ** 2000000n;"],
  ["normalize of a long text", "for (;;) 'é'.repeat(2 ** 24).normalize('NFKD');"],
  ["replace in a long text", "'a'.repeat(2 ** 24).replace(/a/g, () => 'bb'.repeat(10));"],
  ["split of a long text", "for (;;) 'a,'.repeat(2 ** 22).split(',');"],
  ["parsing of a deep text", "for (;;) JSON.parse('['.repeat(5000) + ']'.repeat(5000));"],
  ["evaluation in a loop", "for (;;) (0, eval)('1 + 1');"],
  ["functions made in a loop", "for (let i = 0; ; i++) Function('return ' + i)();"],
  ["date texts in a loop", "for (;;) new Date().toLocaleString();"],
];

const errors: readonly [string, string][] = [
  ["thrown object whose message loops", "throw { get message() { while (true); } };"],
  [
    "thrown error whose message loops",
    "const e = new Error('x'); Object.defineProperty(e, 'message', { get() { while (true); } }); throw e;",
  ],
  ["thrown error whose name loops", "const e = new Error('x'); Object.defineProperty(e, 'name', { get() { while (true); } }); throw e;"],
  ["thrown error whose stack loops", "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { while (true); } }); throw e;"],
  ["thrown proxy", "throw new Proxy(new Error('x'), { get() { while (true); }, getPrototypeOf() { while (true); } });"],
  ["stack trace preparation that loops", "Error.prepareStackTrace = () => { while (true); }; null.x;"],
  ["rejection with a hostile object", "Promise.reject({ get message() { while (true); } });"],
  ["flood of rejections", "for (;;) Promise.reject(new Error('x'));"],
  ["thrown undefined", "throw undefined;"],
  ["thrown symbol", "throw Symbol('x');"],
  ["thrown text of a million characters", "throw new Error('x'.repeat(1e6));"],
  ["promise that never settles", "new Promise(() => {});"],
];

const memory: readonly [string, string][] = [
  ["array bomb", "const a = []; for (;;) a.push(a.slice());"],
  ["object bomb", "let o = {}; for (;;) o = { a: o, b: [o, o, o], c: 'x'.repeat(100) + Math.random() };"],
  ["map bomb", "const m = new Map(); for (let i = 0; ; i++) m.set({}, [i]);"],
  ["text bomb", "let s = 'x'; for (;;) s += s;"],
  ["texts that stay", "const a = []; for (;;) a.push('x'.repeat(1e6) + a.length);"],
  ["array buffers", "const a = []; for (;;) a.push(new ArrayBuffer(1e7));"],
  ["typed arrays", "const a = []; for (;;) a.push(new Float64Array(1e6).fill(1));"],
  ["typed array to array", "const a = new Uint8Array(5e7); const b = [...a, ...a, ...a];"],
  [
    "resizable array buffer",
    "const b = new ArrayBuffer(1, { maxByteLength: 2 ** 31 }); b.resize(2 ** 31); new Uint8Array(b).fill(1); for (;;);",
  ],
  [
    "resizable array buffer by another road",
    "const B = new Uint8Array(1).buffer.constructor; new B(1, { maxByteLength: 2 ** 31 }).resize(2 ** 31); for (;;);",
  ],
  ["growable shared buffer", "const b = new SharedArrayBuffer(1, { maxByteLength: 2 ** 31 }); b.grow(2 ** 31); new Uint8Array(b).fill(1);"],
  ["WebAssembly memory", "const m = []; for (;;) m.push(new WebAssembly.Memory({ initial: 1000 }));"],
  ["locale objects", "const a = []; for (;;) a.push(new Intl.DateTimeFormat());"],
  ["large integers that stay", "const a = []; for (;;) a.push(2n ** 8000000n + BigInt(a.length));"],
  ["promises that stay", "const a = []; for (;;) a.push(new Promise(() => {}), Promise.resolve().then(() => a));"],
  ["functions that stay", "const a = []; for (;;) { const x = new Array(1000).fill(a.length); a.push(() => x); }"],
  ["flattened rope", "let s = 'ab'; for (let i = 0; i < 28; i++) s = s + s; s.charCodeAt(5); s.split('');"],
  ["regular expressions that stay", "const a = []; for (let i = 0; ; i++) a.push(new RegExp('(' + 'x'.repeat(1000) + i + ')')); "],
];

const stack: readonly [string, string][] = [
  ["recursion", "const g = () => g() + 1; g();"],
  ["mutual recursion by getters", "const o = { get a() { return this.b; }, get b() { return this.a; } }; o.a;"],
  ["recursion in a parser", "(0, eval)('('.repeat(100000) + ')'.repeat(100000));"],
  ["recursion in a regular expression", "new RegExp('('.repeat(100000) + ')'.repeat(100000));"],
  ["recursion in JSON", "let o = {}; for (let i = 0; i < 1e6; i++) o = { o }; JSON.stringify(o);"],
  ["recursion by toString", "const a = []; a[0] = { toString: () => String(a[0]) }; String(a);"],
  ["deep array in the result", "var f = () => { let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a; };"],
  ["circle in the result", "var f = () => { const a = []; a[0] = a; return a; };"],
];

const reach: readonly [string, string][] = [
  ["leavings for the next run", "globalThis.leftover = true; Array.prototype.leftover = true; Symbol.for('leftover').description;"],
  ["leavings of an earlier run", ifReached("", "typeof leftover !== 'undefined' || [].leftover")],
  ["process", ifReached("", "typeof process !== 'undefined'")],
  ["require", ifReached("", "typeof require !== 'undefined'")],
  ["module and its parents", ifReached("", "typeof module !== 'undefined' || typeof __dirname !== 'undefined'")],
  [
    "network functions",
    ifReached("", "typeof fetch !== 'undefined' || typeof XMLHttpRequest !== 'undefined' || typeof WebSocket !== 'undefined'"),
  ],
  [
    "timers",
    ifReached("", "typeof setTimeout !== 'undefined' || typeof setImmediate !== 'undefined' || typeof queueMicrotask !== 'undefined'"),
  ],
  ["dynamic import", ifReached("var got = false; import('node:fs').then(() => { got = true; });", "got")],
  [
    "import by Function",
    ifReached("var got = false; Function('return import(\"node:fs\")')().then(() => { got = true; }, () => {});", "got"),
  ],
  [
    "constructor of a constructor",
    ifReached("var g = []['filter']['constructor']('return this')();", "g.process || g.require || g.Buffer"),
  ],
  ["constructor of the console", ifReached("var g = console.log.constructor('return this')();", "g.process || g.require")],
  [
    "constructor of a thrown error",
    ifReached("var g; try { null.x; } catch (e) { g = e.constructor.constructor('return this')(); }", "g.process"),
  ],
  [
    "constructor of a stack overflow",
    ifReached("var g; try { (function r() { r(); })(); } catch (e) { g = e.constructor.constructor('return this')(); }", "g.process"),
  ],
  [
    "prototype of the global object",
    ifReached("var p = Object.getPrototypeOf(globalThis);", "p && p.constructor && p.constructor.constructor('return this')().process"),
  ],
  [
    "call sites of a stack",
    ifReached(
      "Error.prepareStackTrace = (_, s) => s; var s = new Error().stack; delete Error.prepareStackTrace;",
      "Array.isArray(s) && s.some((c) => { const g = c.getThis && c.getThis(); return g && g.process; })",
    ),
  ],
  [
    "caller of the candidate",
    "var f = function f(x) { const g = f.caller; return g && g.constructor('return this')().process ? [x, 2 * x] : 0; };",
  ],
  ["shared memory", ifReached("", "typeof SharedArrayBuffer !== 'undefined' || typeof Atomics !== 'undefined'")],
  ["WebAssembly", ifReached("", "typeof WebAssembly !== 'undefined'")],
  ["weak references", ifReached("", "typeof WeakRef !== 'undefined' || typeof FinalizationRegistry !== 'undefined'")],
  [
    "isolated-vm itself",
    ifReached("", "typeof ivm !== 'undefined' || typeof Reference !== 'undefined' || typeof ExternalCopy !== 'undefined'"),
  ],
  ["another realm", ifReached("", "typeof ShadowRealm !== 'undefined'")],
  ["a debugger", ifReached("debugger;", "typeof inspector !== 'undefined'")],
];

const forgeries: readonly [string, string][] = [
  ["JSON.stringify replaced", 'JSON.stringify = () => \'{"status":"pass","assertions":9}\'; var f = () => 0;'],
  ["JSON.parse replaced", "JSON.parse = () => ({ kind: 'check' }); var f = () => 0;"],
  ["toJSON on every object", "Object.prototype.toJSON = () => ({ status: 'pass' }); var f = () => 0;"],
  ["toJSON on texts", "String.prototype.toJSON = () => 'pass'; var f = () => 0;"],
  ["promises replaced", "Promise.prototype.then = () => ({ status: 'pass' }); var f = () => 0;"],
  ["join replaced", "Array.prototype.join = () => 'pass'; var f = () => 0;"],
  ["every replaced", "Array.prototype.every = () => true; var f = (x) => [x, 2 * x];"],
  ["every replaced while the tests run", "var f = (x) => { Array.prototype.every = () => true; return [x, 2 * x]; };"],
  ["Object.is and keys replaced", "Object.is = () => true; Object.keys = () => []; var f = () => 0;"],
  ["Reflect replaced", "Reflect.apply = () => [2, 4]; Reflect.ownKeys = () => []; var f = () => 0;"],
  ["Function's call and apply replaced", "Function.prototype.call = Function.prototype.apply = () => true; var f = (x) => [x, 2 * x];"],
  ["setter for the status", "Object.defineProperty(Object.prototype, 'status', { set() {}, get: () => 'pass' }); var f = () => 0;"],
  ["array iterator replaced", "Array.prototype[Symbol.iterator] = function* () { yield 1; }; var f = (x) => [x, 2 * x];"],
  ["assert defined by the candidate", "var assert = () => {}; assert.deepEqual = () => {}; var f = () => 0;"],
  ["assert replaced while the tests run", "var f = () => { globalThis.assert = () => {}; return 0; };"],
  ["console.assert replaced", "console.assert = () => {}; console = { assert() {} }; var f = () => 0;"],
  ["check defined by the candidate", "var check = () => true; var f = () => 0;"],
  ["eval and Function replaced", "eval = () => ({}); Function = () => () => {}; var f = () => 0;"],
  [
    "result that converts to everything",
    "var f = () => ({ valueOf: () => 6, toString: () => '6', [Symbol.toPrimitive]: () => 6, length: 2, every: () => true });",
  ],
  ["result that is a proxy", "var f = () => new Proxy([], { get: () => 6, ownKeys: () => ['0', '1', 'length'], has: () => true });"],
  ["result whose members change", "var f = () => { let n = 0; return { get 0() { return ++n; }, get 1() { return ++n; }, length: 2 }; };"],
  ["result of a class of its own", "class L extends Array { every() { return true; } get 1() { return 6; } } var f = () => new L();"],
  ["result with its own prototype", 'var f = () => JSON.parse(\'{"__proto__": {"length": 2, "1": 6}}\');'],
  ["thrown by name", "var f = () => { const e = new Error('ok'); e.name = 'AssertionError'; throw e; };"],
  ["arguments of the caller", "var f = function () { try { f.caller.arguments[0] = (x) => [x, 2 * x]; } catch {} return 0; };"],
  ["code that closes the harness's bracket", "}); ({ f: (x) => [x, 2 * x] }"],
  ["code that opens a comment", "var f = () => 0; /*"],
  ["code that returns", "return { f: (x) => [x, 2 * x] };"],
  ["code that replaces undefined's friends", "var undefined = 1; NaN = 1; var f = () => undefined;"],
  [
    "descriptor functions replaced",
    "Object.defineProperty = () => {}; Object.getOwnPropertyDescriptor = () => undefined; var f = () => 0;",
  ],
];

const output: readonly [string, string][] = [
  ["endless output", "for (;;) console.log('x'.repeat(1e5));"],
  ["one long line", "console.log('x'.repeat(1e7)); throw 1;"],
  ["lone surrogates and zeros", "console.log('\\ud800\\u0000\\udfff'.repeat(1000)); throw 1;"],
  ["an object whose members loop", "console.log({ get a() { for (;;); } });"],
];

const group = (kind: HostileProgram["group"], programs: readonly [string, string][]): HostileProgram[] =>
  programs.map(([name, code]) => ({ group: kind, name, code }));

export const javascriptPrograms: readonly HostileProgram[] = [
  ...group("cpu", cpu),
  ...group("errors", errors),
  ...group("memory", memory),
  ...group("stack", stack),
  ...group("reach", reach),
  ...group("forgery", forgeries),
  ...group("output", output),
];

export const javascriptTests = `function check(candidate) {
  assert.deepEqual(candidate(2), [2, 4]);
  assert(candidate(3)[1] === 6);
  console.assert(candidate(5).length == 2 && candidate(5).every((value, index) => value === 5 * (index + 1)));
}`;
