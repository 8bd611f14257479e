"use strict";
// Loads the source as Node would, and finds what it defines.

const fs = require("fs");
const Module = require("module");
const pathOf = require("path");
const vm = require("vm");
const { pathToFileURL } = require("url");
const { Failure, define, find, indexOf, parseJSON, prototypeOf, slice } =
  require("./clean.cjs");
require("./md5.cjs");

const MISSING = { missing: true };
let lookup = null;
define(globalThis, "$assayEntry", {
  value: (action) => {
    lookup = action;
  },
});

class Source {
  // `tail` is code after the source's own: it can see its `const` and `let`.
  constructor(path, tail, prelude = "") {
    this.path = pathOf.resolve(path);
    this.companion = this.path + ".assay.mjs";
    this.tail = tail;
    this.prelude = prelude;
    this.exported = {};
  }

  // Whether only the loader of ES modules understands it.
  isModule(code) {
    if (this.path.endsWith(".mjs")) return true;
    try {
      const about = pathOf.join(pathOf.dirname(this.path), "package.json");
      if (parseJSON(fs.readFileSync(about, "utf8")).type === "module") return true;
    } catch {}
    try {
      const names = ["exports", "require", "module", "__filename", "__dirname"];
      vm.compileFunction(code, names, { filename: this.path });
      return false;
    } catch (error) {
      if (/import statement outside|token 'export'|'import\.meta'|await is only valid/.test(
        error.message)) return true;
      throw error;
    }
  }

  async load() {
    const code = this.prelude +
      fs.readFileSync(this.path, "utf8").replace(/^\ufeff/, "").replace(/^#!/, "//");
    process.argv = [process.argv[0], this.path];
    if (this.isModule(code)) {
      fs.writeFileSync(this.companion, code + this.tail);
      try {
        this.exported = await import(pathToFileURL(this.companion).href);
      } finally {
        fs.rmSync(this.companion, { force: true });
      }
      return;
    }
    const module = new Module(this.path);
    module.filename = this.path;
    module.paths = Module._nodeModulePaths(pathOf.dirname(this.path));
    Module._cache[this.path] = module;
    this.module = module;
    module._compile(code + this.tail, this.path);
    this.exported = module.exports;
  }

  // What a name is at the source's top level; `MISSING` if it is not there.
  defined(name) {
    if (lookup === null) return MISSING;
    try {
      return lookup(name);
    } catch (error) {
      if (isReference(error)) return MISSING;
      throw error;
    }
  }

  // Gives a variable of the source's another value.
  assign(name, value) {
    lookup(`${name} = arguments[1]`, value);
  }

  exportedAs(name) {
    const module = this.module === undefined ? this.exported : this.module.exports;
    const fallback = module !== null && module !== undefined ? module.default : undefined;
    if (module !== null && module !== undefined && module[name] !== undefined) return module[name];
    if (fallback !== null && fallback !== undefined && fallback[name] !== undefined) {
      return fallback[name];
    }
    return MISSING;
  }

  // The line of the source that a trace names.
  line(stack) {
    for (const path of [this.companion, this.path]) {
      const place = indexOf(stack, path + ":");
      const digits = place < 0 ? null : find(/^\d+/, slice(stack, place + path.length + 1));
      if (digits) return digits[0];
    }
    return "null";
  }
}

const lost = ReferenceError;
function isReference(error) {
  return error instanceof Failure && prototypeOf(error) === lost.prototype;
}

// Whether a text can stand where a name is read.
function isName(name) {
  try {
    new vm.Script(`(${name})`);
    return true;
  } catch {
    return false;
  }
}

module.exports = { MISSING, Source, isName };
