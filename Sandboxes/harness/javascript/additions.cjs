"use strict";
// Methods that the source adds to built-in types: the tests have them too, as uses over the pipe.

const { List, descriptorOf, allKeys } = require("./clean.cjs");
const { MAKERS, byName } = require("./names.cjs");

const MAX_ADDED = 100;
// What the language or Node asks for unasked, and what every object would have.
const REFUSED = new Set(["toJSON", "then", "inspect", "caller", "arguments"]);
const kinds = ["Function.prototype"];
for (const name of MAKERS) if (name !== "Object") kinds.push(`${name}.prototype`);
const first = new Map();
for (const name of kinds) {
  const prototype = byName.get(name);
  if (prototype !== undefined) first.set(name, new Set(Reflect.ownKeys(prototype)));
}

// The candidate's side: what has come since this file was loaded.
function added() {
  const found = new List();
  for (const [name, keys] of first) {
    const all = allKeys(byName.get(name));
    for (let i = 0; i < all.length && found.length < MAX_ADDED; i += 1) {
      const key = all[i];
      if (typeof key === "symbol" || keys.has(key)) continue;
      const member = descriptorOf(byName.get(name), key);
      if (typeof member.value === "function") found[found.length] = [name, key];
    }
  }
  return found;
}

// Whether the tests do nothing with a member of this name but call it: to see whether it is there
// would be the source's to decide.
function isCalled(key, text) {
  const name = key.replaceAll("$", "\\$");
  const count = (pattern) => text.match(new RegExp(pattern, "g"))?.length ?? 0;
  const all = count(`(?<![\\w$])${name}(?![\\w$])`);
  return all > 0 && all === count(`\\.${name}\\s*\\(|\\bprototype\\.${name}(?![\\w$])`);
}

// The examiner's side: what of it the tests name, and the language does not have.
function install(examiner, additions, text) {
  for (const addition of Array.isArray(additions) ? additions.slice(0, MAX_ADDED) : []) {
    const [kind, key] = Array.isArray(addition) ? addition : [];
    if (!first.has(kind) || typeof key !== "string" || !/^[A-Za-z_$][\w$]*$/.test(key)) continue;
    const prototype = byName.get(kind);
    if (REFUSED.has(key) || key in prototype || !isCalled(key, text)) continue;
    const use = function (...values) {
      if (values.length > 0 && !examiner.text.drops(key) && !examiner.trust.isOfTests(this)) {
        examiner.decided(`${kind}.${key}`);
      }
      return examiner.ask("method", -1, [kind, key, this, ...values]);
    };
    Object.defineProperty(prototype, key, { value: use, writable: true, configurable: true });
  }
}

module.exports = { added, install };
