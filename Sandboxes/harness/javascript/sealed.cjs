"use strict";
// Runs a source and the tests that share its process, and says with a one-time word that the tests
// have ended. Everything that this file uses later is taken before the source runs; the word comes
// on standard input and stays in this function.
(function () {
  const fs = require("fs");
  const vm = require("vm");
  const path = require("path");
  const Module = require("module");
  const v8 = require("v8");
  const util = require("util");
  const { performance } = require("perf_hooks");
  require("./md5.cjs");
  const { settled, watch, ownProcess } = require("./settling.cjs");
  const { openSync, writeSync, readFileSync } = fs;
  const binding = { reallyExit: process.reallyExit.bind(process) };
  const { Script } = vm;
  const serialize = v8.serialize, deserialize = v8.deserialize;
  const inspect = util.inspect;
  const now = performance.now.bind(performance);
  const apply = Reflect.apply, ownKeys = Reflect.ownKeys;
  const getDescriptor = Reflect.getOwnPropertyDescriptor, getPrototype = Reflect.getPrototypeOf;
  const isSame = Object.is, freeze = Object.freeze;
  const StringOf = String, SetOf = Set, MapOf = Map;
  const unbound = (method) => Function.prototype.call.bind(method);
  const hasIn = unbound(SetOf.prototype.has), addIn = unbound(SetOf.prototype.add);
  const getIn = unbound(MapOf.prototype.get), setIn = unbound(MapOf.prototype.set);
  const eachIn = unbound(MapOf.prototype.forEach), { isMap } = util.types;

  const input = readFileSync(0, "latin1");
  const newline = input.indexOf("\n");
  const word = input.slice(32, newline);
  const low = BigInt("0x" + input.slice(0, 16)), high = BigInt("0x" + input.slice(16, 32));
  const tests = Buffer.from(input.slice(newline + 1), "latin1").toString("utf8");
  const isUnit = process.argv[2] === "unit";
  const sourcePath = process.argv[isUnit ? 3 : 2];
  const report = openSync(".assay/report", "a");

  // A copy of the assertion module of our own: the one that the source can reach is another.
  const pristine = require("assert");
  const assertions = {};
  for (const name of ownKeys(pristine)) assertions[name] = pristine[name];
  const AssertionError = pristine.AssertionError;
  const plainAssert = pristine.ok;
  const deepStrict = pristine.deepStrictEqual, deepLoose = pristine.deepEqual;
  const looseEqual = pristine.equal;

  const cleanSlice = String.prototype.slice;
  const escape = (text) => {
    text = apply(cleanSlice, typeof text === "string" ? text : StringOf(text), [0, 2000]);
    let out = "";
    for (let i = 0; i < text.length; i++) {
      const c = text[i];
      out += c === "\n" ? "\\n" : c === "\t" ? "\\t" : c === "\r" ? "\\r"
        : c === "\\" ? "\\\\" : c;
    }
    return out;
  };
  // Each line is sealed with all before it: SipHash-2-4 of the last seal and the line.
  const bytesOf = Buffer.from, LargeOf = BigInt, NumberOf = Number, mask = 0xffffffffffffffffn;
  const turned = (value, by) => ((value << by) | (value >> (64n - by))) & mask;
  let last = "";
  const seal = (text) => {
    const bytes = bytesOf(last + text, "utf8");
    const size = bytes.length;
    let v0 = low ^ 0x736f6d6570736575n, v1 = high ^ 0x646f72616e646f6dn;
    let v2 = low ^ 0x6c7967656e657261n, v3 = high ^ 0x7465646279746573n;
    for (let at = 0; at <= size + 8; at += 8) {
      let word = 0n, rounds = 2;
      for (let i = 7; i >= 0 && at <= size; i--) {
        const byte = at + i < size ? bytes[at + i] : i === 7 ? size & 255 : 0;
        word = (word << 8n) | LargeOf(byte);
      }
      if (at > size) { rounds = 4; v2 ^= 255n; }
      v3 ^= word;
      while (rounds-- > 0) {
        v0 = (v0 + v1) & mask; v1 = turned(v1, 13n) ^ v0; v0 = turned(v0, 32n);
        v2 = (v2 + v3) & mask; v3 = turned(v3, 16n) ^ v2;
        v0 = (v0 + v3) & mask; v3 = turned(v3, 21n) ^ v0;
        v2 = (v2 + v1) & mask; v1 = turned(v1, 17n) ^ v2; v2 = turned(v2, 32n);
      }
      v0 ^= word;
    }
    let rest = v0 ^ v1 ^ v2 ^ v3;
    last = "";
    for (let i = 0; i < 16; i++, rest >>= 4n) last = "0123456789abcdef"[NumberOf(rest & 15n)] + last;
    return last;
  };
  const line = (text) => writeSync(report, text + "\t" + seal(text) + "\n");
  let finished = 0, passed = 0;
  const begin = (id) => line("S\t" + escape(id));
  const end = (id, outcome, ms, message, expected, actual) => {
    finished += 1;
    if (outcome === "passed") passed += 1;
    line("F\t" + escape(id) + "\t" + outcome + "\t" + ms.toFixed(3) + "\t" + escape(message)
      + "\t" + escape(expected) + "\t" + escape(actual));
  };
  const show = (value) => {
    try { return inspect(value, { depth: 6, breakLength: Infinity, customInspect: false }); }
    catch { return "?"; }
  };

  // What the source gives is compared as plain data: no `valueOf` of its own has a say.
  const plain = (value) => {
    if (typeof value !== "object" || value === null) return value;
    return deserialize(serialize(value));
  };
  const fail = (message, actual, expected, operator) => {
    if (message instanceof Error) throw message;
    throw new AssertionError({ message, actual, expected, operator });
  };
  // Whether what is expected stands among objects of the same classes. Each pair is looked at once,
  // as lists may end where they begin, and those still to see are a chain, however deep they nest.
  const isKin = (actual, expected) => {
    const met = new MapOf();
    for (let next = { actual, expected, rest: null }; next !== null;) {
      const { actual: left, expected: right } = next;
      next = next.rest;
      if (typeof left !== "object" || typeof right !== "object") continue;
      if (left === null || right === null) continue;
      let partners = getIn(met, right);
      if (partners === undefined) setIn(met, right, partners = new SetOf());
      if (hasIn(partners, left)) continue;
      addIn(partners, left);
      if (getPrototype(left) !== getPrototype(right)) return false;
      const keys = ownKeys(right);
      for (let i = 0; i < keys.length; i++) {
        const ours = getDescriptor(right, keys[i]), theirs = getDescriptor(left, keys[i]);
        if (theirs && typeof ours.value === "object" && ours.value !== null) {
          next = { actual: theirs.value, expected: ours.value, rest: next };
        }
      }
      if (!isMap(right) || !isMap(left)) continue;
      eachIn(right, (value, key) => {
        next = { actual: getIn(left, key), expected: value, rest: next };
      });
    }
    return true;
  };
  const guarded = (original, operator) => function (actual, expected, message) {
    let left, right;
    try {
      left = plain(actual);
      right = plain(expected);
    } catch {
      // What is no plain data is equal to itself and to nothing that is plain.
      return deepStrict(actual, expected, message);
    }
    if (original === deepStrict && !isKin(actual, expected)) {
      fail(message ?? "values of other classes", actual, expected, operator);
    }
    try { original(left, right); }
    catch (error) {
      fail(message === undefined ? error.message : message, actual, expected, operator);
    }
  };
  const equal = (actual, expected, message) => {
    if (typeof actual === "object" && actual !== null && typeof expected !== "object") {
      fail(message, actual, expected, "==");
    }
    looseEqual(actual, expected, message);
  };
  const makeAssert = () => {
    const made = function ok(...values) { return plainAssert(...values); };
    for (const name of ownKeys(assertions)) {
      if (!hasIn(new SetOf(["length", "name", "prototype", "caller", "arguments"]), name)) {
        made[name] = assertions[name];
      }
    }
    made.deepEqual = guarded(deepLoose, "deepEqual");
    made.deepStrictEqual = guarded(deepStrict, "deepStrictEqual");
    made.equal = equal;
    made.strict = made;
    return made;
  };
  const assertModule = makeAssert();
  const strictModule = makeAssert();
  strictModule.deepEqual = strictModule.deepStrictEqual;
  strictModule.equal = strictModule.strictEqual;
  assertModule.strict = strictModule;
  freeze(strictModule);
  freeze(assertModule);

  const failures = [];
  const push = (value) => { failures[failures.length] = value; };
  const testConsole = {};
  for (const name of ownKeys(console)) testConsole[name] = console[name];
  testConsole.assert = (condition, ...message) => {
    if (!condition) push("console.assert failed" + (message.length ? ": " + StringOf(message[0]) : ""));
  };
  freeze(testConsole);

  // What the language itself brings, as it is before the source.
  const roots = [
    Object, Function, Array, String, Number, Boolean, Symbol, Math, JSON, Reflect, Map, Set,
    WeakMap, Promise, RegExp, Date, Error, BigInt, Proxy, ArrayBuffer, Uint8Array,
  ];
  const names = ["Object", "Function", "Array", "String", "Number", "Boolean", "Symbol", "Math",
    "JSON", "Reflect", "Map", "Set", "WeakMap", "Promise", "RegExp", "Date", "Error", "BigInt",
    "Proxy", "ArrayBuffer", "Uint8Array"];
  const known = [];
  const remember = (object, name) => {
    for (const key of ownKeys(object)) {
      const found = getDescriptor(object, key);
      if (typeof key === "symbol" && object === RegExp) continue;
      known[known.length] = [object, key, found.value, found.get,
        name + "." + (typeof key === "symbol" ? key.toString() : key)];
    }
  };
  for (let i = 0; i < roots.length; i++) {
    known[known.length] = [globalThis, names[i], roots[i], undefined, names[i]];
    if (typeof roots[i] === "object" || typeof roots[i] === "function") remember(roots[i], names[i]);
    if (roots[i].prototype) remember(roots[i].prototype, names[i] + ".prototype");
  }
  for (const name of ["setTimeout", "setInterval", "setImmediate", "queueMicrotask"]) {
    known[known.length] = [globalThis, name, globalThis[name], undefined, name];
  }
  const iterators = getPrototype([][Symbol.iterator]());
  remember(iterators, "ArrayIterator.prototype");
  const legacy = new SetOf(["RegExp.input", "RegExp.lastMatch", "RegExp.lastParen",
    "RegExp.leftContext", "RegExp.rightContext", "Error.stackTraceLimit", "Error.prepareStackTrace"]);
  const added = [[Object.prototype, "toJSON"], [Array.prototype, "toJSON"],
    [String.prototype, "toJSON"], [Number.prototype, "toJSON"], [Boolean.prototype, "toJSON"],
    [Object.prototype, "valueOf"], [Object.prototype, Symbol.toPrimitive],
    [Array.prototype, Symbol.toPrimitive]];
  const toJSONs = added.length;
  const replaced = () => {
    for (let i = 0; i < known.length; i++) {
      const [object, key, value, getter, name] = known[i];
      if (hasIn(legacy, name)) continue;
      const found = getDescriptor(object, key);
      if (!found || !isSame(found.value, value) || found.get !== getter) return name;
    }
    for (let i = 0; i < toJSONs; i++) {
      const [object, key] = added[i];
      if (key !== "valueOf" && getDescriptor(object, key)) return StringOf(key);
    }
    return "";
  };

  const refused = new SetOf(["inspector", "node:inspector", "inspector/promises",
    "node:inspector/promises", "repl", "node:repl"]);
  const load = Module._load;
  const ours = Module.createRequire(path.resolve(sourcePath));
  Module._load = function (name, ...rest) {
    if (hasIn(refused, name)) throw new Error("the module `" + name + "` is not here");
    return apply(load, this, [name, ...rest]);
  };
  const shims = {
    assert: assertModule, "node:assert": assertModule,
    "assert/strict": strictModule, "node:assert/strict": strictModule,
  };
  const testRequire = (name) => shims[name] || ours(name);

  const run = async (id, body) => {
    const started = now();
    const before = failures.length;
    let outcome = "passed", message = "", expected = "", actual = "";
    begin(id);
    try {
      const marked = await (isUnit ? settled(body, true) : body());
      if (marked && marked.assayOutcome) { outcome = marked.assayOutcome; message = marked.message; }
      if (failures.length > before) { outcome = "failed"; message = failures[before]; }
    } catch (error) {
      outcome = error instanceof AssertionError ? "failed" : "error";
      message = error && error.message !== undefined
        ? StringOf(error.name) + ": " + StringOf(error.message) : StringOf(error);
      if (outcome === "failed") {
        message = error.generatedMessage ? "" : StringOf(error.message);
        if (!isSame(error.expected, error.actual)) {
          expected = show(error.expected);
          actual = show(error.actual);
        }
      }
    }
    end(id, outcome, now() - started, message, expected, actual);
    return outcome;
  };

  const compile = (text, filename) => new Script(text, { filename });
  const runScript = Script.prototype.runInThisContext;
  const canary = compile("(function (assert, value) { assert.strictEqual(value, 1);"
    + " assert.deepEqual([value], [1]); if (!(value === 1) || JSON.stringify([value]) !== '[1]')"
    + " throw new Error('canary'); })", "canary");
  const blame = () => {
    const evidence = replaced();
    if (evidence) line("T\tthe source replaced `" + escape(evidence) + "`");
    return evidence;
  };
  const runCanaries = async () => {
    const check = apply(runScript, canary, []);
    await run("assay: must pass", () => check(assertModule, 1));
    begin("assay: must fail");
    let caught = false;
    try { check(assertModule, 2); } catch (error) { caught = error instanceof AssertionError; }
    end("assay: must fail", caught ? "failed" : "passed", 0, "", "", "");
    return caught;
  };

  // One program of source and tests.
  const joined = async () => {
    const source = readFileSync(sourcePath, "utf8").replace(/^#!.*/, "");
    const sourceModule = { exports: {} };
    const globals = { module: sourceModule, exports: sourceModule.exports, require: ours,
      __filename: path.resolve(sourcePath), __dirname: path.dirname(path.resolve(sourcePath)) };
    for (const name of ownKeys(globals)) {
      Object.defineProperty(globalThis, name,
        { value: globals[name], writable: true, configurable: true, enumerable: false });
    }
    // What the tests are given is no argument of a function that runs while the source does.
    const wrapped = (text) => {
      const head = "(function (require, console, process) { return ";
      try { return compile(head + "function () {" + text + "\n}; })", "tests"); }
      catch (error) {
        if (!/\bawait\b/.test(text)) throw error;
        return compile(head + "async function () {" + text + "\n}; })", "tests");
      }
    };
    let body;
    try { body = wrapped(tests); }
    catch (error) {
      // TypeScript's own words, where there are any.
      let typescript;
      try { typescript = ours("/usr/share/nodejs/typescript"); } catch { throw error; }
      const options = { compilerOptions: { target: "ES2021", module: "None" } };
      body = wrapped(typescript.transpileModule(tests, options).outputText);
    }
    const { own, leave } = ownProcess();
    watch("tests");
    // What the source exports, its tests see as names.
    const program = () => {
      try { return compile(source, sourcePath); }
      catch (error) {
        if (!/token 'export'/.test(error.message)) throw error;
        return compile(source
          .replace(/^export\s+default\s+(?=(?:async\s+)?function\s*\*?\s*\w|class\s+\w)/gm, "")
          .replace(/^export\s+(?=(?:async\s+)?(?:function|class|const|let|var)\b)/gm, "")
          .replace(/^export\s*\{[^}]*\}\s*;?/gm, ""), sourcePath);
      }
    };
    await run("1", async () => {
      apply(runScript, program(), []);
      if (replaced()) return;
      await settled(apply(runScript, body, [])(testRequire, testConsole, own));
      await leave();
    });
    const evidence = blame();
    const caught = await runCanaries();
    const good = passed === finished - 1 && caught && !evidence;
    if (good) finish(0);
    binding.reallyExit(1);
  };

  // The counts and the word; no line after it is read.
  const finish = (status) => {
    line("E\t" + word + "\t" + finished + "\t" + passed);
    binding.reallyExit(status);
  };
  const unit = () => require("./unit.cjs")({
    fs, path, Module, apply, ownKeys, MapOf, StringOf, tests, shims, assertModule, testConsole,
    compile, runScript, readFileSync, line, escape, run, blame, runCanaries, finish,
    exit: binding.reallyExit, sourcePath,
  });

  (isUnit ? unit : joined)().catch((error) => {
    line("J\t" + escape("the tests cannot be run: " + (error && error.message)));
    binding.reallyExit(3);
  });
})();
