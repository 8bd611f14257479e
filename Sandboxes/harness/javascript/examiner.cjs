"use strict";
// The examiner's side: runs the trusted tests, with what the candidate defines as uses over a pipe.
// Nothing that comes from the candidate is executed or trusted here; its answers are plain data.

const fs = require("fs");
const pathOf = require("path");
const { Console } = require("console");
const { Codec } = require("./exact.cjs");
const { Bridge } = require("./bridge.cjs");
const { Peer } = require("./peer.cjs");
const { Lending, Refusal } = require("./lending.cjs");
const { Trust } = require("./trusting.cjs");
const { Text } = require("./text.cjs");
const { Plain, assertions } = require("./believing.cjs");
const { MODULES, bare, sharedState } = require("./rules.cjs");
const { GLOBALS } = require("./names.cjs");
const { CannotCross, encodeText } = require("./values.cjs");
const { install } = require("./additions.cjs");
const { Lines, Malformed } = require("./wire.cjs");
const { Suite, clip } = require("./suite.cjs");
const { watchPromises } = require("./turns.cjs");

const CALLS = 3;
const ANSWERS = 4;
const MAX_BYTES = 32 << 20;
const leave = process.reallyExit.bind(process);
const hostNames = new Set(Reflect.ownKeys(globalThis));
// The tests' own in any case: a source could judge itself by them.
const OURS = new Set(["Buffer", "clearImmediate", "clearInterval", "clearTimeout", "console", "crypto",
  "global", "performance", "process", "queueMicrotask", "setImmediate", "setInterval", "setTimeout",
  "structuredClone"]);

// Nothing more can be asked.
class Ended extends Error {}

class Examiner {
  constructor(plan) {
    this.plan = plan;
    this.fallback = this.tampered = this.gone = this.loadError = this.cannot = null;
    this.swallowed = this.lastThrown = null;
    this.isLoaded = false;
    this.raised = [];
    this.relied = [];
    this.decisions = [];
    this.text = new Text(plan.text);
    this.trust = new Trust(this);
    this.codec = new Codec(0);
    this.codec.admit = (...member) => this.trust.admit(...member);
    this.lending = new Lending(this);
    this.peer = new Peer(this.codec, new Lines(ANSWERS, MAX_BYTES), CALLS,
      { asks: "id", answers: "reply", theirs: "ask", replies: "id" },
      (frame, values) => this.lending.perform(frame, values));
    this.peer.onLost = () => this.stop(this.isLoaded ? "during a call" : "while it was loaded");
    this.peer.thrown = (error) => this.thrown(error);
    this.bridge = new Bridge(this.codec, (op, number, values) => this.ask(op, number, values),
      this.lending);
    this.plain = new Plain(this.bridge);
    this.assert = assertions(this, this.plain);
    this.lending.library.add(this.assert.loose, 1);
    this.lending.library.add(this.assert.strict, 1);
    this.known = new Set();
  }

  // MARK: What becomes of it

  fallBack(reason) {
    this.fallback ??= reason;
    throw new Ended(reason);
  }

  stop(reason) {
    this.gone ??= reason;
    throw new Ended(reason);
  }

  disbelieve(kind) {
    this.cannot = `an object of type \`${clip(kind, 100)}\`, which is no plain data, was to judge a` +
      " value of the tests'";
    this.stop("");
  }

  decided(what) {
    const word = clip(what, 200);
    if (!this.decisions.includes(word) && this.decisions.length < 20) this.decisions.push(word);
  }

  get isOver() {
    return this.fallback !== null || this.gone !== null || this.tampered !== null;
  }

  // MARK: Asking

  ask(op, number, values) {
    return this.turn(() => this.peer.request(op, number, values));
  }

  turn(action) {
    if (this.isOver) this.stop(this.gone ?? "");
    this.load();
    try {
      return action();
    } catch (error) {
      throw this.understood(error);
    }
  }

  begin() {
    this.swallowed = this.lastThrown = null;
    this.raised = [];
  }

  // What went wrong with a request, as the tests may see it.
  understood(error) {
    if (error instanceof Ended) return error;
    if (error?.code === "EPIPE") return new Ended(this.gone ??= "during the call");
    if (error instanceof Malformed) return this.malformed(error.message);
    if (error instanceof CannotCross) {
      if (error.byType === true) this.fallBack(`a value of type \`${error.what}\` is given to the source`);
      this.cannot = `a value is ${clip(error.what, 200)}`;
      return new Ended(this.gone = "");
    }
    if (this.raised.length < 1000) this.raised.push(error);
    return error;
  }

  malformed(message) {
    this.tampered ??= clip(message, 200);
    return new Ended(this.gone = "with a malformed answer");
  }

  // An exception of the tests' on its way into the source.
  thrown(error) {
    if (error instanceof Ended || error instanceof Malformed) throw error;
    if (error instanceof Refusal) return new TypeError(error.message);
    this.lastThrown = error;
    if (error instanceof this.assert.AssertionError) this.swallowed ??= error;
    return error;
  }

  load() {
    if (this.isLoaded) return;
    this.isLoaded = true;
    try {
      const line = this.peer.lines.next();
      if (line === null) this.stop("while it was loaded");
      const answer = this.peer.parsed(line);
      if (answer.id !== 0) throw new Malformed("an answer to another call");
      if ("raised" in answer) {
        this.loadError = this.describe(this.codec.decode(answer.raised)) + this.place(answer);
        this.stop("while it was loaded");
      }
      if (answer.ready !== true) throw new Malformed("no answer to the first call");
      install(this, answer.added, this.plan.text);
    } catch (error) {
      if (error instanceof Malformed) throw this.malformed(error.message);
      throw error instanceof Ended ? error : this.malformed("no answer to the first call");
    }
  }

  place(answer) {
    return Number.isSafeInteger(answer.line) ? ` (line ${answer.line} of the source)` : "";
  }

  describe(error) {
    try {
      if (error !== null && typeof error === "object") {
        const { name, message } = error;
        if (typeof message === "string") {
          return clip(typeof name === "string" && name ? (message ? `${name}: ${message}` : name) : message);
        }
      }
      return clip(this.plain.show(error));
    } catch {
      return "an exception that cannot be shown";
    }
  }

  // MARK: Names

  // The tests' outermost scope: their own names, the language's, then the source's.
  makeScope(own) {
    const assigned = new Set();
    this.scope = new Proxy(Object.create(null), {
      has: (_, name) => {
        if (typeof name === "symbol") return false;
        if (name in own) return true;
        if (name === this.plan.entry_point) return true;
        if (GLOBALS.has(name) || OURS.has(name)) return false;
        if (name in globalThis && !hostNames.has(name)) return false;
        return this.defines(name);
      },
      get: (_, name) => {
        if (typeof name === "symbol") return undefined;
        if (name in own) return own[name];
        // What the tests put there themselves is not what the source defines.
        if (assigned.has(name)) return this.ask("name", -1, [name]);
        const { entry_point: entry } = this.plan;
        if (entry !== null && name !== entry && !this.relied.includes(name)) this.relied.push(name);
        return this.trust.naming(() => this.ask("name", -1, [name]));
      },
      set: (_, name, value) => {
        if (name in own) this.fallBack(`the tests set \`${name}\`, which is the source's`);
        assigned.add(name);
        return this.ask("assign", -1, [name, value]) === true;
      },
    });
    return this.scope;
  }

  // What the source exports: the tests name it.
  exported() {
    return this.trust.module(this.trust.naming(() => this.ask("exports", -1, [])));
  }

  defines(name) {
    if (this.known.has(name)) return true;
    const isThere = this.ask("known", -1, [name]) === true;
    if (isThere) this.known.add(name);
    return isThere;
  }

  // MARK: What the tests load

  require(name) {
    const found = bare(String(name));
    if (found === "assert") return this.assert.loose;
    if (found === "assert/strict") return this.assert.strict;
    if (/^\.{1,2}\//.test(found)) {
      const base = (path) => pathOf.basename(path).replace(/\.[cm]?[jt]s$/, "");
      if (base(found) !== base(this.plan.source_path ?? "main")) {
        this.fallBack(`the tests load \`${clip(found, 200)}\``);
      }
      return this.exported();
    }
    if (!MODULES.has(found)) this.fallBack(`the tests load \`${clip(found, 200)}\``);
    const module = found === "util" ? this.util() : require(found);
    this.lending.library.add(module, 2);
    return module;
  }

  util() {
    const util = { ...require("util") };
    util.isDeepStrictEqual = (left, right) =>
      require("util").isDeepStrictEqual(this.plain.of(left), this.plain.of(right));
    const { inspect } = require("util");
    util.inspect = Object.assign(
      (value, ...options) => inspect(this.plain.of(value), ...options), inspect);
    return util;
  }

  // The console of the tests: a method of it that they replace is the source's too.
  makeConsole(suite) {
    const own = new Console(process.stderr, process.stderr);
    own.assert = (condition, ...message) => {
      if (!condition) suite.fail("console.assert failed" + (message.length ? `: ${message[0]}` : ""));
    };
    const first = { ...own };
    this.lending.library.add(own, 1);
    return new Proxy(own, {
      set: (target, name, value) => {
        target[name] = value;
        if (typeof name !== "string" || typeof value !== "function") return true;
        this.ask("console", -1, [name, first[name] === value ? undefined : value]);
        return true;
      },
    });
  }
}

// MARK: The run

// Our own calls stand above the tests' in a trace.
Error.stackTraceLimit = 50;

function finish(plan, fields) {
  const report = JSON.stringify({ ...fields, key: plan.key });
  const bytes = Buffer.from(report + "\n", "utf8");
  for (let sent = 0; sent < bytes.length; ) sent += fs.writeSync(1, bytes, sent);
  leave(0);
}

async function main() {
  const plan = JSON.parse(fs.readFileSync(0, "utf8"));
  const read = (tree) => typeof tree === "string" || tree === null ? tree
    : Buffer.from(tree.$str, "base64").toString("utf8");
  plan.code = read(plan.code);
  plan.prelude = read(plan.prelude);
  plan.asserts = plan.asserts && plan.asserts.map(read);
  // What the tests print must not mix with the report.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  plan.text = [plan.prelude, plan.code ?? "", ...plan.asserts ?? []].join("\n");
  const examiner = new Examiner(plan);
  examiner.peer.isStrict = true;
  const suite = new Suite(examiner, plan, (fields) => finish(plan, fields));
  try {
    examiner.peer.send(`{"id":0,"prelude":${encodeText(plan.prelude)}}`);
  } catch {}
  const shared = sharedState(plan.text);
  if (shared !== null) finish(plan, { fallback: `the tests and the source share \`${shared}\`` });
  try {
    suite.compile();
  } catch (error) {
    finish(plan, { fault: `the tests cannot be prepared: ${clip(error)}` });
  }
  watchPromises(examiner.bridge);
  await suite.run();
  finish(plan, suite.fields());
}

main();
