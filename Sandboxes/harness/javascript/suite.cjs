"use strict";
// Runs the tests in the examiner, and says what failed.

const { Script } = require("vm");
const { drain, timers } = require("./turns.cjs");
const { Malformed } = require("./wire.cjs");
const { withoutImports } = require("./rules.cjs");

const TESTS = "<tests>";
// As a script the tests give a value: that of `main()` or `(async () => { ... })()` is waited for.
const SCRIPT = "script";
const DECLARES = /^\s*(?:export\s+)?(?:const|let|var|class|function|async\s+function)\b/m;

function clip(value, size = 2048) {
  let text = String(value);
  text = text.isWellFormed?.() === false ? text.toWellFormed() : text;
  return text.length <= size ? text : text.slice(0, size - 1) + "\u2026";
}

class Suite {
  constructor(examiner, plan, finish) {
    this.examiner = examiner;
    this.plan = plan;
    this.finish = finish;
    this.results = [];
    this.failures = [];
    this.caught = [];
    const catching = (error) => this.caught.push(error);
    process.on("uncaughtException", catching);
    process.on("unhandledRejection", catching);
    process.exit = (code) => this.exit(code);
  }

  fail(message) {
    this.failures.push(clip(message));
  }

  // MARK: Preparing

  own() {
    const { examiner } = this;
    const load = (name) => examiner.require(name);
    const module = { get exports() { return examiner.exported(); }, set exports(value) {} };
    load.main = module;
    for (const value of [load, module, process]) examiner.lending.library.add(value, 1);
    const own = {
      require: load, module, console: examiner.makeConsole(this), ...timers(examiner),
    };
    Object.defineProperty(own, "exports", { get: () => module.exports });
    return own;
  }

  compile() {
    const scope = this.examiner.makeScope(this.own());
    const { asserts, code } = this.plan;
    const texts = asserts ?? [code];
    this.count = texts.length;
    if (texts.length > 1 && texts.some((text) => DECLARES.test(text))) {
      const steps = this.body(texts.join("\n;yield;\n"), ["function* ()"])(scope)();
      // They share their names, and so cannot go on behind one that failed.
      let isBroken = false;
      this.tests = texts.map(() => () => {
        if (isBroken) throw new Error("an assert before it has failed");
        isBroken = true;
        steps.next();
        isBroken = false;
      });
      return;
    }
    this.tests = texts.map((text) =>
      this.body(text, [SCRIPT, "function ()", "async function ()"])(scope));
  }

  // A function of the scope that gives the tests' function.
  body(text, heads) {
    let fault = null;
    const { prelude, entry_point: entry } = this.plan;
    const isOurs = prelude && !(entry && new RegExp(`\\b${entry}\\b`).test(prelude));
    const ways = [(same) => same, withoutImports, (same) => this.transpiled(same)];
    // What TypeScript calls with types, JavaScript would compare.
    if (/\.[cm]?ts$/.test(this.plan.source_path ?? "") && /\w\s*<[^<>=();]*>\s*\(/.test(text)) {
      ways.unshift(ways[2]);
    }
    for (const make of ways) {
      const made = make(text);
      for (const head of made === null ? [] : heads) {
        const around = isOurs ? [`(function () {${make(prelude)}\n; return `, "})()"] : ["", ""];
        try {
          if (head === SCRIPT) new Script(made);
          const inner = head === SCRIPT ? "function (assayText) { return eval(assayText);" : `${head} {${made}\n`;
          this.lines = made.split("\n");
          const outer = new Script(
            `(function (assayScope) { with (assayScope) { return ${around[0]}(${inner}})${around[1]}; } })`,
            { filename: TESTS }).runInThisContext();
          const text = `${made}\n//# sourceURL=${TESTS}`;
          return (scope) => outer(scope).bind(undefined, text);
        } catch (error) {
          fault ??= error;
        }
      }
    }
    throw fault;
  }

  // What TypeScript makes of it, where there is TypeScript.
  transpiled(text) {
    try {
      const typescript = require("/usr/share/nodejs/typescript");
      // Imports become loads here: of a module TypeScript makes one with exports of its own.
      const bare = text.replace(/^import\s+type\b[^;]*?from\s*(["'])[^"']+\1;?/gm, "");
      const made = typescript.transpileModule(withoutImports(bare) ?? bare,
        { reportDiagnostics: true, compilerOptions: { target: "ES2021", module: "None" } });
      return made.diagnostics.length > 0 ? null : made.outputText;
    } catch {
      return null;
    }
  }

  // MARK: Running

  async run() {
    this.safely(() => this.examiner.load());
    for (const test of this.tests) {
      this.results.push(await this.one(test));
      const isOver = this.examiner.isOver;
      const isBad = this.results.at(-1).verdict !== "accepted";
      if (isOver || isBad && this.plan.first_failure) break;
    }
  }

  safely(action) {
    try {
      return action();
    } catch (error) {
      this.caught.push(error);
      return undefined;
    }
  }

  async one(test) {
    this.examiner.begin();
    this.failures = [];
    if (!this.examiner.isOver) {
      this.caught = [];
      let isDone = true;
      const result = this.safely(test);
      if (result instanceof Promise && this.examiner.bridge.info(result) === undefined) {
        isDone = false;
        const end = (action) => (value) => {
          isDone = true;
          action(value);
        };
        result.then(end(() => {}), end((error) => this.caught.push(error)));
      }
      if (this.caught.length === 0) {
        let isSettled = false;
        try {
          isSettled = await drain(this.examiner, () => isDone || this.caught.length > 0);
        } catch (error) {
          this.caught.push(error);
          isSettled = true;
        }
        if (!isSettled) this.fail("the tests wait for a promise that is never settled");
      }
    }
    return this.outcome();
  }

  // The tests' own `process.exit`.
  exit(code) {
    const status = code ?? process.exitCode ?? 0;
    if (Number(status) !== 0) this.fail(`the tests exited with status ${status}`);
    this.results.push(this.outcome());
    this.finish(this.fields());
  }

  // MARK: What came of it

  outcome() {
    const { examiner } = this;
    if (examiner.fallback !== null) return this.result("judge_error");
    if (examiner.cannot !== null) return this.result("wrong_answer", examiner.cannot);
    if (examiner.tampered !== null) {
      return this.result("tampered", `the answers are malformed: ${examiner.tampered}`);
    }
    if (examiner.loadError !== null) return this.result("runtime_error", examiner.loadError);
    // What a callback of the tests threw may be what ended the source.
    const thrown = examiner.swallowed ?? examiner.lastThrown;
    if (examiner.gone !== null && thrown !== null) {
      return this.result("wrong_answer", this.text(thrown));
    }
    if (examiner.gone !== null) return this.result("gone", examiner.gone);
    if (this.caught.length > 0) return this.failed(this.caught[0]);
    if (process.exitCode) this.fail(`the tests set the exit code ${process.exitCode}`);
    if (this.failures.length > 0) return this.result("wrong_answer", this.failures[0]);
    if (examiner.swallowed !== null) return this.failed(examiner.swallowed);
    return this.result("accepted");
  }

  failed(error) {
    const { examiner } = this;
    if (error instanceof Malformed) examiner.malformed(error.message);
    if (examiner.isOver) return this.outcome();
    const line = this.line(error);
    if (error instanceof examiner.assert.AssertionError) {
      return this.result("wrong_answer", this.text(error), examiner.plain.show(error.expected),
        examiner.plain.show(error.actual));
    }
    const text = this.text(error);
    // What it says of the source must not have been asked of it in vain.
    if (examiner.isOver) return this.outcome();
    if (examiner.raised.includes(error)) {
      return this.result("runtime_error", examiner.describe(error)
        + (line === null ? "" : ` at line ${line} of the tests`));
    }
    return this.result("wrong_answer", text);
  }

  // What an exception of the tests says, and where.
  text(error) {
    const line = this.line(error);
    const isOurs = error instanceof this.examiner.assert.AssertionError;
    // What the assertion says by itself is in expected and actual.
    const statement = line === null ? undefined : this.lines[line - 1]?.trim();
    const said = !isOurs ? this.examiner.describe(error)
      : !error.generatedMessage ? error.message
        : statement ? clip(statement, 300) : error.message.split("\n")[0];
    return (line === null ? "" : `line ${line}: `) + said;
  }

  line(error) {
    try {
      if (!(error instanceof Error) || this.examiner.bridge.info(error) !== undefined) return null;
      return /<tests>:(\d+)/.exec(error.stack)?.[1] ?? null;
    } catch {
      return null;
    }
  }

  result(verdict, message = "", expected = "", actual = "") {
    return { verdict, message: clip(message), expected: clip(expected), actual: clip(actual) };
  }

  fields() {
    const { examiner } = this;
    if (examiner.fallback !== null) return { fallback: clip(examiner.fallback, 500) };
    return { tests: this.results, relied: examiner.relied.map((name) => clip(name, 100)),
      decided: this.results.some((test) => test.verdict === "accepted") ? examiner.decisions : [] };
  }
}

module.exports = { Suite, clip };
