// The world that pyodide finds in its isolate: the few functions of a JavaScript shell that it needs to start, none of which reaches the host.
// Loaded as text and evaluated before pyodide; its value takes the files and returns the functions that the worker calls.
(() => {
  "use strict";
  const nothing = () => undefined;
  const later = (work) => {
    void Promise.resolve().then(work);
    return 0;
  };
  class Encoder {
    encode(text = "") {
      const bytes = [];
      for (const character of text) {
        let point = character.codePointAt(0);
        if (point >= 0xd800 && point < 0xe000) point = 0xfffd;
        if (point < 0x80) bytes.push(point);
        else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
        else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
        else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
      }
      return new Uint8Array(bytes);
    }
    encodeInto(text, view) {
      const bytes = this.encode(text);
      const written = Math.min(bytes.length, view.length);
      view.set(bytes.subarray(0, written));
      return { read: text.length, written };
    }
  }
  class Decoder {
    constructor(encoding = "utf-8") {
      this.encoding = encoding.toLowerCase();
    }
    decode(view) {
      if (view === undefined) return "";
      const bytes = ArrayBuffer.isView(view) ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(view);
      const parts = [];
      let part = "";
      const add = (piece) => {
        part += piece;
        if (part.length < 8192) return;
        parts.push(part);
        part = "";
      };
      if (this.encoding.startsWith("utf-16"))
        for (let index = 0; index + 1 < bytes.length; index += 2) add(String.fromCharCode(bytes[index] | (bytes[index + 1] << 8)));
      else
        for (let index = 0; index < bytes.length;) {
          let point = bytes[index++];
          if (point >= 0xf0)
            point = ((point & 7) << 18) | ((bytes[index++] & 63) << 12) | ((bytes[index++] & 63) << 6) | (bytes[index++] & 63);
          else if (point >= 0xe0) point = ((point & 15) << 12) | ((bytes[index++] & 63) << 6) | (bytes[index++] & 63);
          else if (point >= 0xc0) point = ((point & 31) << 6) | (bytes[index++] & 63);
          add(point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point));
        }
      return parts.join("") + part;
    }
  }
  // Seeded bytes: nothing in here needs a secret that a candidate could not read anyway, but for the harness's, which come from `entropy`.
  let state = 0x12345678;
  let entropy = [];
  const randomByte = () => {
    if (entropy.length > 0) return entropy.pop();
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const base64 = (size) => {
    let text = "";
    for (let index = 0; index < size; index += 3) {
      const word = (randomByte() << 16) | (randomByte() << 8) | randomByte();
      text += alphabet[word >> 18] + alphabet[(word >> 12) & 63] + (index + 1 < size ? alphabet[(word >> 6) & 63] : "=");
      text += index + 2 < size ? alphabet[word & 63] : "=";
    }
    return text;
  };
  const files = { __proto__: null };
  const quiet = { log: nothing, warn: nothing, error: nothing, info: nothing, debug: nothing, trace: nothing };
  Object.assign(globalThis, {
    read: () => {
      throw new Error("there are no files");
    },
    load: nothing,
    readbuffer: (name) => {
      const found = files[name.split("/").at(-1)];
      if (found === undefined) throw new Error(`there is no file ${name}`);
      return found;
    },
    setTimeout: later,
    clearTimeout: nothing,
    setInterval: () => 0,
    clearInterval: nothing,
    setImmediate: later,
    performance: { now: () => Date.now(), timeOrigin: 0, mark: nothing, measure: nothing },
    location: { href: "/", toString: () => "/" },
    console: quiet,
    URL: class {
      constructor(path) {
        this.href = String(path);
        this.pathname = this.href;
        this.protocol = "file:";
      }
      toString() {
        return this.href;
      }
    },
    AbortController: class {
      signal = {};
      abort() {}
    },
    TextEncoder: Encoder,
    TextDecoder: Decoder,
    crypto: {
      getRandomValues: (view) => {
        for (let index = 0; index < view.length; index += 1) view[index] = randomByte();
        return view;
      },
    },
    // The one system call that pyodide makes in a shell: random bytes in base64.
    os: { system: (_command, words) => base64(Number(/head -c(\d+)/.exec(words[1])?.[1] ?? 0)) },
  });
  // The asynchronous compiler needs the embedder's help to settle; the synchronous one does not.
  WebAssembly.instantiate = async (source, imports) => {
    if (source instanceof WebAssembly.Module) return new WebAssembly.Instance(source, imports);
    const module = new WebAssembly.Module(source);
    return { module, instance: new WebAssembly.Instance(module, imports) };
  };
  WebAssembly.compile = async (source) => new WebAssembly.Module(source);

  let run = null;
  let python = null;
  return {
    addFile: (name, buffer) => {
      files[name] = new Uint8Array(buffer);
    },
    /** Starts Python, from a snapshot where there is one. `packages` are names of files that are wheels. */
    boot: async (lock, snapshot, packages, harness, random) => {
      entropy = random;
      const loadPyodide = globalThis.loadPyodide;
      const createPyodideModule = globalThis.createPyodideModule;
      python = await loadPyodide({
        indexURL: "/",
        packageBaseUrl: "/",
        createPyodideModule,
        lockFileContents: JSON.parse(lock),
        stdout: nothing,
        stderr: nothing,
        stdin: () => null,
        env: { PYTHONHASHSEED: "0", HOME: "/" },
        jsglobals: { __proto__: null, setTimeout: later, clearTimeout: nothing },
        _makeSnapshot: snapshot === "make",
        _loadSnapshot: snapshot === "make" ? undefined : files.snapshot,
      });
      if (packages.length > 0) {
        python.FS.mkdirTree("/packages");
        for (const name of packages) python.FS.writeFile(`/packages/${name}`, files[name]);
      }
      if (snapshot === "make") {
        const paths = packages.map((name) => `sys.path.append("/packages/${name}")\n`).join("");
        const imports = packages.length > 0 ? "import sympy\n" : "";
        python.runPython(
          `import sys, builtins\n${paths}${imports}sys.modules["harness"] = {"__name__": "harness", "__builtins__": dict(vars(builtins))}`,
        );
        python.globals.set("source", harness);
        python.runPython(`exec(compile(source, "<harness>", "exec"), sys.modules["harness"])\ndel source`);
        return;
      }
      // The harness leaves every place where a candidate could look for it, and so does the road to JavaScript.
      run = python.runPython(`
def take():
    import sys, json
    harness = sys.modules.pop("harness")
    for name in [name for name in sys.modules if name.partition(".")[0] in ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core")]:
        del sys.modules[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if getattr(finder, "__module__", "").partition(".")[0] not in ("_pyodide", "pyodide")]
    run, new_namespace, loads = harness["run"], harness["new_namespace"], json.loads
    session = []
    def answer(text, secret):
        job = loads(text)
        if job is None:
            session.append(new_namespace("candidate"))
            return ""
        return run(job, secret, session[0] if session else None)
    return answer
take()`);
      python.runPython("del take, _pyodide_core");
      delete globalThis.loadPyodide;
      delete globalThis.createPyodideModule;
    },
    run: (job, secret) => run(job, secret),
    snapshot: () => {
      const bytes = python.makeMemorySnapshot();
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    },
  };
})();
