"use strict";
// What tests share with the source by way of the process, read off their text; the modules that
// they may load.

const RULES = [
  [/\b(Math\.random|Date\.now|performance\.now)\s*=[^=]/, "$1"],
  [/\b(Date|Math|JSON|Promise|setTimeout|setInterval|setImmediate|clearTimeout|fetch)\s*=[^=>]/, "$1"],
  [/\b((?:global|globalThis)\.\w+)/, "$1"],
  [/\b(global|globalThis)\[/, "$1"],
  [/\bprocess\.(stdout|stderr|stdin|env|argv|chdir|cwd|emit|mainModule|binding)\b/, "process.$1"],
  [/\bprocess\.(?:on|once|\w+Listener)\(\s*["'`](exit|beforeExit)\b/, "process.on('$1')"],
  [/\b(__filename|__dirname)\b/, "$1"],
  [/\b((?:Object|Array|String|Number|Function|Date|Map|Set|Promise|RegExp|Error)\.prototype(?:\.\w+|\[[^\]]*\])?)\s*=[^=]/, "$1"],
  [/\b(jest|sinon|vi|mock)\.\w+\(/, "$1"],
];
const MODULES = new Set(["assert", "assert/strict", "async_hooks", "buffer", "crypto", "events",
  "path", "perf_hooks", "punycode", "querystring", "stream", "string_decoder", "timers",
  "timers/promises", "url", "util"]);
const bare = (name) => name.replace(/^node:/, "");

// What of the process the tests share with the source; `null` if it is nothing.
function sharedState(text) {
  for (const [pattern, name] of RULES) {
    const found = pattern.exec(text);
    if (found !== null) return name.replace("$1", found[1]);
  }
  for (const [, name] of text.matchAll(/\b(?:require|import)\s*\(\s*["'`]([^"'`]+)["'`]/g)) {
    if (!MODULES.has(bare(name)) && !/^\.{1,2}\//.test(name)) return name;
  }
  return null;
}

// A script that loads what a module imports; `null` if it imports nothing.
function withoutImports(text) {
  if (!/^\s*import\b/m.test(text)) return null;
  const list = (names) => names.replace(/\bas\b/g, ":");
  const from = "\\s*from\\s*([\"'][^\"']+[\"']);?";
  const first = (name) => `((m) => m && m.default !== undefined ? m.default : m)(require(${name}))`;
  return text
    .replace(new RegExp(`^import\\s+(\\w+)\\s*,\\s*\\{([^}]*)\\}${from}`, "gm"), (all, name, names, module) =>
      `const ${name} = ${first(module)}; const {${list(names)}} = require(${module});`)
    .replace(new RegExp(`^import\\s+(\\w+)${from}`, "gm"), (all, name, module) =>
      `const ${name} = ${first(module)};`)
    .replace(new RegExp(`^import\\s+\\*\\s+as\\s+(\\w+)${from}`, "gm"), "const $1 = require($2);")
    .replace(new RegExp(`^import\\s*\\{([^}]*)\\}${from}`, "gm"), (all, names, module) =>
      `const {${list(names)}} = require(${module});`);
}

module.exports = { MODULES, bare, sharedState, withoutImports };
