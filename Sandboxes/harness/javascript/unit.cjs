"use strict";
// Files of tests with what they name `node:test`: a small one of our own. Called before the source
// is loaded, with what `sealed.cjs` has taken by then.
module.exports = async function unit(tools) {
  const { fs, path, Module, apply, ownKeys, MapOf, StringOf, tests, shims, assertModule,
    testConsole, compile, runScript, readFileSync, line, escape, run, blame, runCanaries, finish,
    exit, sourcePath } = tools;
  const plan = JSON.parse(tests);
  const root = process.cwd();
  const texts = new MapOf(), typed = new MapOf();
  for (const name of ownKeys(plan.files)) {
    texts.set(path.join(root, name), Buffer.from(plan.files[name], "base64").toString("utf8"));
  }
  const has = (name) => apply(MapOf.prototype.has, texts, [name]);
  // Tests in TypeScript lose their types; the source was compiled, with its types checked.
  const bare = (name) => name.replace(/\.[cm]?[jt]s$/, "");
  const [source] = plan.candidate.map((name) => bare(path.join(root, name)));
  if (sourcePath && [...texts.keys()].some((name) => /\.[cm]?ts$/.test(name))) {
    const ts = require("/usr/share/nodejs/typescript");
    const compilerOptions = { target: "ES2021", module: "CommonJS", esModuleInterop: true };
    for (const [name, text] of texts) {
      if (/\.[cm]?ts$/.test(name)) {
        typed.set(name, ts.transpileModule(text, { compilerOptions }).outputText);
      }
    }
  }
  const cases = [];
  let scope = { names: [], before: [], after: [], beforeEach: [], afterEach: [] };
  const arrange = (values) => {
    const name = typeof values[0] === "string" ? values[0] : (values[0] && values[0].name) || "<anonymous>";
    const body = values.find((value) => typeof value === "function");
    const options = values.find((value) => value && typeof value === "object") || {};
    return { name, body, options };
  };
  const register = (kind) => (...values) => {
    const { name, body, options } = arrange(values);
    const skip = kind === "skip" || options.skip || kind === "todo" || options.todo || !body;
    cases.push({ name, body, skip, scope, file: current });
  };
  const group = (kind) => (...values) => {
    const { name, body, options } = arrange(values);
    const outer = scope;
    scope = { names: outer.names.concat([name]), outer, before: [], after: [], beforeEach: [],
      afterEach: [], skip: outer.skip || kind === "skip" || options.skip };
    try { if (body) body(); } finally { scope = outer; }
  };
  const hook = (kind) => (body) => { scope[kind].push(body); };
  const test = register("test");
  test.skip = register("skip"); test.todo = register("todo"); test.only = test; test.test = test;
  const describe = group("test");
  describe.skip = group("skip"); describe.todo = group("skip"); describe.only = describe;
  test.describe = test.suite = describe;
  test.it = test;
  for (const kind of ["before", "after", "beforeEach", "afterEach"]) test[kind] = hook(kind);
  test.default = test;
  shims["node:test"] = shims.test = test;
  let current = "";
  const nothing = new Proxy(function () {}, {
    get: (target, name) => name === Symbol.toPrimitive || name === "then" ? undefined : nothing,
    apply: () => {
      if (plan.stub === "absent") throw new Error("there is no submission");
      return plan.stub === "other" ? 8191 : undefined;
    },
    construct: () => {
      if (plan.stub === "absent") throw new Error("there is no submission");
      return nothing;
    },
  });
  const guardedLoad = Module._load;
  // A file of the submission's beside the main one, which was compiled into it.
  const otherPart = (name, load) => {
    const made = () => Module._cache[path.resolve(sourcePath)];
    if (!made()) load();
    const find = made() && made().assayPart;
    return find && find(name);
  };
  Module._load = function (name, parent, ...rest) {
    if (parent && has(parent.filename)) {
      if (shims[name]) return shims[name];
      if (plan.stub && /^\.\.?\//.test(name)) {
        const at = path.resolve(path.dirname(parent.filename), name);
        if (!has(at) && !has(at + ".js") && !has(at + ".ts")) return nothing;
      }
      if (typed.size > 0 && /^\.\.?\//.test(name)) {
        const at = path.resolve(path.dirname(parent.filename), name);
        const load = () => apply(guardedLoad, this, [path.resolve(sourcePath), parent, ...rest]);
        if (bare(at) === source) return load();
        const part = otherPart(path.relative(root, bare(at)), load);
        if (part !== undefined) return part;
      }
    }
    return apply(guardedLoad, this, [name, parent, ...rest]);
  };
  const spread = (found) => found.default && typeof found.default === "object"
    ? { ...found.default, ...found } : found;
  const importFrom = (filename, loader) => async (name) => {
    if (shims[name]) return shims[name];
    if (plan.stub && /^\.\.?\//.test(name) && !has(path.resolve(path.dirname(filename), name))) return nothing;
    try { return loader(name); } catch (error) {
      if (error.code !== "ERR_REQUIRE_ESM" && !/Cannot use import|Unexpected token 'export'/.test(error.message)) throw error;
      return spread(await import(require("url").pathToFileURL(path.resolve(path.dirname(filename), name)).href));
    }
  };
  const names = [...texts.keys()].filter((name) =>
    /(^|\/)test[^/]*\.[cm]?[jt]s$|[._-]test\.[cm]?[jt]s$|\/tests?\//.test(name) && /\.[cm]?[jt]s$/.test(name)).sort();
  if (names.length === 0) {
    line("J\t`tests.files` holds no file named `test*` or `*.test`, in `.js` or `.ts`");
    exit(2);
  }
  const asFunction = (text) => text
    .replace(/^import\s+(\w+)\s*,\s*\{([^}]*)\}\s*from\s*(["'][^"']+["']);?/gm,
      (all, first, list, from) => "const { default: " + first + ", " + list.replace(/\bas\b/g, ":") + " } = await assayImport(" + from + ");")
    .replace(/^import\s+(\w+)\s+from\s*(["'][^"']+["']);?/gm,
      "const $1 = await assayImport($2).then((m) => m && m.default !== undefined ? m.default : m);")
    .replace(/^import\s+\*\s+as\s+(\w+)\s+from\s*(["'][^"']+["']);?/gm, "const $1 = await assayImport($2);")
    .replace(/^import\s*\{([^}]*)\}\s*from\s*(["'][^"']+["']);?/gm,
      (all, list, from) => "const {" + list.replace(/\bas\b/g, ":") + "} = await assayImport(" + from + ");");
  for (const name of names) {
    current = path.relative(root, name);
    const module = new Module(name, null);
    module.filename = name;
    module.paths = Module._nodeModulePaths(path.dirname(name));
    const loader = Module.prototype.require.bind(module);
    const body = compile("(async function (exports, require, module, __filename, __dirname, console, assayImport) {"
      + (typed.get(name) || asFunction(texts.get(name))) + "\n})", name);
    try {
      await apply(runScript, body, [])(module.exports, loader, module, name, path.dirname(name),
        testConsole, importFrom(name, loader));
    } catch (error) {
      line("C\t" + escape(current + ": " + (error && error.stack ? error.stack.slice(0, 300) : error)));
    }
  }
  let bad = 0;
  const chain = (from) => { const list = []; for (let at = from; at; at = at.outer) list.unshift(at); return list; };
  const one = async (item) => {
    const scopes = chain(item.scope);
    const id = [item.file].concat(item.scope.names, [item.name]).join(" > ");
    const outcome = await run(id, async () => {
      if (item.skip || scopes.some((at) => at.skip)) return { assayOutcome: "skipped", message: "" };
      let mark = null;
      const context = {
        name: item.name, assert: assertModule, diagnostic() {}, signal: undefined,
        skip(message) { mark = { assayOutcome: "skipped", message: StringOf(message || "") }; },
        todo(message) { mark = { assayOutcome: "skipped", message: StringOf(message || "") }; },
        async test(...values) {
          const { body, options } = arrange(values);
          if (options.skip || options.todo || !body) { mark = { assayOutcome: "skipped", message: "" }; return; }
          await body(context);
        },
      };
      for (const at of scopes) {
        if (!at.begun) { at.begun = true; for (const body of at.before) await body(); }
      }
      for (const at of scopes) for (const body of at.beforeEach) await body(context);
      const wantsCallback = item.body.length > 1;
      await (wantsCallback
        ? new Promise((resolve, reject) => item.body(context, (error) => error ? reject(error) : resolve()))
        : item.body(context));
      for (const at of scopes) for (const body of at.afterEach) await body(context);
      return mark;
    });
    if (outcome !== "passed") bad += 1;
  };
  for (const item of cases) await one(item);
  const evidence = blame();
  const caught = await runCanaries();
  for (const [name, text] of texts) {
    let same = false;
    try { same = readFileSync(name, "utf8") === text; } catch {}
    if (!same) line("T\tthe file `" + escape(path.relative(root, name)) + "` of the tests was changed");
  }
  finish(bad === 0 && caught && !evidence && cases.length > 0 ? 0 : 1);
};
