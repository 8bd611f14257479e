"use strict";
// The candidate's side of `function` tests: runs the source, then answers calls. It holds no
// expected value, so whatever the source does to this process can only change its answers.
// Started by a shell that put the judge's pipes on descriptors 3 and 4, /dev/null on 0 and
// standard error on 1; Node hands none but 0 to 2 to other programs. Named `.cjs`, so that no
// `package.json` of the source's makes an ES module of it.
// What is used after the source ran is kept here, because sources add to built-in types.

const CALLS = 3;
const ANSWERS = 4;
const MAX_DEPTH = 200;
const MAX_LENGTH = 16 << 20;
const [FIRST] = "ASSAY_ENTRY_POINT".split(/[.#]/, 1);

const fs = require("fs");
const Module = require("module");
const pathOf = require("path");
const vm = require("vm");
const { pathToFileURL } = require("url");

const unbound = (method) => Function.prototype.call.bind(method);
const apply = Reflect.apply;
const construct = Reflect.construct;
const ownKeys = Object.keys;
const define = Object.defineProperty;
const descriptorOf = Object.getOwnPropertyDescriptor;
const prototypeOf = Object.getPrototypeOf;
const isArray = Array.isArray;
const isView = ArrayBuffer.isView;
const isSafe = Number.isSafeInteger;
const isFinite = Number.isFinite;
const isInteger = Number.isInteger;
const same = Object.is;
const text = String;
const number = Number;
const bigint = BigInt;
const stringify = JSON.stringify;
const parseJSON = JSON.parse;
const { Array: List, Buffer: Bytes, Date: Time, Error: Failure, Map: Dictionary, Set: Group } =
  globalThis;
const bytesFrom = Bytes.from;
const toBase64 = unbound(Bytes.prototype.toString);
const { readSync, writeSync } = fs;
const leave = process.reallyExit.bind(process);
const at = unbound(String.prototype.charCodeAt);
const slice = unbound(String.prototype.slice);
const indexOf = unbound(String.prototype.indexOf);
const find = unbound(RegExp.prototype.exec);
const has = unbound(Dictionary.prototype.has);
const get = unbound(Dictionary.prototype.get);
const put = unbound(Dictionary.prototype.set);
const eachEntry = unbound(Dictionary.prototype.forEach);
const eachItem = unbound(Group.prototype.forEach);
const include = unbound(Group.prototype.add);
const sort = unbound(List.prototype.sort);
const join = unbound(List.prototype.join);
const toISO = unbound(Time.prototype.toISOString);
const isDate = require("util").types.isDate;
const isMap = require("util").types.isMap;
const isSet = require("util").types.isSet;
const objectPrototype = Object.prototype;
const wait = Atomics.wait;

// MARK: Frames

// JSON with numbers as the tests wrote them: `JSON.parse` would round long integers.
const SCALAR = /[^\s,\]}]+/y;

class Reader {
  constructor(source) {
    this.source = source;
    this.place = 0;
  }

  string() {
    let end = this.place + 1;
    for (;;) {
      end = indexOf(this.source, '"', end);
      let escapes = 0;
      while (at(this.source, end - 1 - escapes) === 92) escapes += 1;
      end += 1;
      if (escapes % 2 === 0) break;
    }
    const value = parseJSON(slice(this.source, this.place, end));
    this.place = end;
    return value;
  }

  value() {
    const first = at(this.source, this.place);
    if (first === 34) return this.string();
    if (first === 91) return this.array();
    if (first === 123) return this.object();
    SCALAR.lastIndex = this.place;
    const word = find(SCALAR, this.source)[0];
    this.place += word.length;
    if (word === "null") return null;
    if (word === "true") return true;
    if (word === "false") return false;
    return new Numeral(word);
  }

  // After an item: whether another follows.
  more() {
    const next = at(this.source, this.place);
    this.place += 1;
    return next === 44;
  }

  array() {
    const items = [];
    this.place += 1;
    if (at(this.source, this.place) === 93) {
      this.place += 1;
      return items;
    }
    do {
      items[items.length] = this.value();
    } while (this.more());
    return items;
  }

  object() {
    const members = new Dictionary();
    this.place += 1;
    if (at(this.source, this.place) === 125) {
      this.place += 1;
      return members;
    }
    do {
      const key = this.string();
      this.place += 1;
      put(members, key, this.value());
    } while (this.more());
    return members;
  }
}

class Numeral {
  constructor(word) {
    this.word = word;
  }

  // A number; where that would round an integer, a bigint.
  value() {
    const near = number(this.word);
    if (isSafe(near) || find(/[.eE]/, this.word)) return near;
    const exact = bigint(this.word);
    return isFinite(near) && bigint(near) === exact ? near : exact;
  }
}

let pending = [];

function nextLine() {
  const chunk = Bytes.allocUnsafe(1 << 16);
  for (;;) {
    if (pending.length > 0) {
      const last = pending[pending.length - 1];
      const end = last.indexOf(10);
      if (end >= 0) {
        pending[pending.length - 1] = last.subarray(0, end);
        const line = Bytes.concat(pending).toString("utf8");
        pending = [last.subarray(end + 1)];
        return line;
      }
    }
    const count = readSync(CALLS, chunk, 0, chunk.length, null);
    if (count === 0) return null;
    pending[pending.length] = bytesFrom(chunk.subarray(0, count));
  }
}

function send(frame) {
  const bytes = bytesFrom(frame + "\n", "utf8");
  let sent = 0;
  while (sent < bytes.length) {
    try {
      sent += writeSync(ANSWERS, bytes, sent, bytes.length - sent);
    } catch (error) {
      if (error.code !== "EAGAIN") leave(1);
      wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

// MARK: Values

class CannotCross {
  constructor(what) {
    this.what = what;
  }
}

function wellFormed(value) {
  return !find(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/, value);
}

// Lone surrogates as three bytes each, all else as UTF-8.
function wobbly(value) {
  const bytes = [];
  for (let place = 0; place < value.length; place += 1) {
    const unit = at(value, place);
    const pair = slice(value, place, place + 2);
    const whole = unit >= 0xd800 && unit < 0xdc00 && pair.length === 2 && wellFormed(pair);
    if (unit >= 0xd800 && unit < 0xe000 && !whole) {
      bytes[bytes.length] = 0xe0 | (unit >> 12);
      bytes[bytes.length] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[bytes.length] = 0x80 | (unit & 0x3f);
    } else {
      const encoded = bytesFrom(whole ? pair : slice(value, place, place + 1), "utf8");
      for (let i = 0; i < encoded.length; i += 1) bytes[bytes.length] = encoded[i];
      if (whole) place += 1;
    }
  }
  return toBase64(bytesFrom(bytes), "base64");
}

function fromWobbly(bytes) {
  let value = "";
  for (let place = 0; place < bytes.length; ) {
    const first = bytes[place];
    const count = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first === 0xed && bytes[place + 1] >= 0xa0) {
      value += String.fromCharCode(
        0xd000 | ((bytes[place + 1] & 0x3f) << 6) | (bytes[place + 2] & 0x3f));
    } else {
      value += toBase64(bytes.subarray(place, place + count), "utf8");
    }
    place += count;
  }
  return value;
}

function encodeText(value) {
  return wellFormed(value) ? stringify(value) : `{"$str":"${wobbly(value)}"}`;
}

function encodeNumber(value) {
  if (!isFinite(value)) {
    return `{"$float":"${value !== value ? "nan" : value > 0 ? "inf" : "-inf"}"}`;
  }
  if (isSafe(value) && !same(value, -0)) return text(value);
  const digits = same(value, -0) ? "-0" : text(value);
  return find(/[.e]/, digits) ? digits : digits + ".0";
}

function nameOf(value) {
  try {
    for (let kind = prototypeOf(value); kind !== null; kind = prototypeOf(kind)) {
      const maker = descriptorOf(kind, "constructor");
      if (maker && typeof maker.value === "function") {
        const name = descriptorOf(maker.value, "name");
        if (name && typeof name.value === "string" && name.value) return name.value;
      }
    }
  } catch {}
  return "object";
}

function isPlain(value) {
  const prototype = prototypeOf(value);
  return prototype === null || prototype === objectPrototype;
}

// Encodes one value; what is met twice is defined once and referred to.
class Encoder {
  constructor() {
    this.seen = new Dictionary();
    this.count = 0;
    this.size = 0;
  }

  encode(value) {
    this.explore(value, 0);
    return this.tree(value, 0);
  }

  explore(value, depth) {
    if (typeof value !== "object" || value === null || isView(value)) return;
    if (has(this.seen, value)) {
      put(this.seen, value, true);
      return;
    }
    if (depth > MAX_DEPTH) throw new CannotCross(`nested deeper than ${MAX_DEPTH}`);
    put(this.seen, value, false);
    if (isArray(value)) {
      for (let i = 0; i < value.length; i += 1) this.explore(value[i], depth + 1);
    } else if (isMap(value)) {
      eachEntry(value, (item, key) => {
        this.explore(key, depth + 1);
        this.explore(item, depth + 1);
      });
    } else if (isSet(value)) {
      eachItem(value, (item) => this.explore(item, depth + 1));
    } else if (isPlain(value)) {
      const keys = ownKeys(value);
      for (let i = 0; i < keys.length; i += 1) this.explore(value[keys[i]], depth + 1);
    }
  }

  tree(value, depth) {
    const encoded = this.any(value, depth);
    this.size += encoded.length;
    // Each level counts its own text again, hence the factor.
    if (encoded.length > MAX_LENGTH || this.size > MAX_LENGTH * 8) {
      throw new CannotCross("larger than 16 MiB");
    }
    return encoded;
  }

  any(value, depth) {
    switch (typeof value) {
      case "undefined": return "null";
      case "boolean": return value ? "true" : "false";
      case "number": return encodeNumber(value);
      case "bigint": return text(value);
      case "string": return encodeText(value);
      case "object": break;
      default: throw new CannotCross(typeof value);
    }
    if (value === null) return "null";
    const known = get(this.seen, value);
    if (typeof known === "number") return `{"$ref":${known}}`;
    if (known !== true) return this.container(value, depth);
    const own = this.count;
    this.count += 1;
    put(this.seen, value, own);
    return `{"$def":[${own},${this.container(value, depth)}]}`;
  }

  container(value, depth) {
    if (isArray(value)) {
      const items = [];
      for (let i = 0; i < value.length; i += 1) items[i] = this.tree(value[i], depth + 1);
      return `[${join(items, ",")}]`;
    }
    if (isMap(value)) {
      const pairs = [];
      eachEntry(value, (item, key) => {
        pairs[pairs.length] = `[${this.tree(key, depth + 1)},${this.tree(item, depth + 1)}]`;
      });
      return `{"$dict":[${join(pairs, ",")}]}`;
    }
    if (isSet(value)) {
      const items = [];
      eachItem(value, (item) => {
        items[items.length] = this.tree(item, depth + 1);
      });
      return `{"$set":[${join(sort(items), ",")}]}`;
    }
    if (isView(value)) return this.view(value, depth);
    if (isDate(value)) {
      return `{"$datetime":${stringify(slice(toISO(value), 0, -1) + "000+00:00")}}`;
    }
    if (!isPlain(value)) throw new CannotCross(nameOf(value));
    return this.members(value, depth);
  }

  view(value, depth) {
    if (value instanceof Uint8Array) {
      return `{"$bytes":"${toBase64(bytesFrom(value), "base64")}"}`;
    }
    if (value instanceof DataView) throw new CannotCross("DataView");
    const items = [];
    for (let i = 0; i < value.length; i += 1) items[i] = this.tree(value[i], depth + 1);
    return `[${join(items, ",")}]`;
  }

  members(value, depth) {
    const keys = ownKeys(value);
    const parts = [];
    let plain = true;
    for (let i = 0; i < keys.length; i += 1) {
      if (at(keys[i], 0) === 36 || !wellFormed(keys[i])) plain = false;
    }
    for (let i = 0; i < keys.length; i += 1) {
      const item = this.tree(value[keys[i]], depth + 1);
      const key = encodeText(keys[i]);
      parts[i] = plain ? `${key}:${item}` : `[${key},${item}]`;
    }
    return plain ? `{${join(parts, ",")}}` : `{"$dict":[${join(parts, ",")}]}`;
  }
}

// Rebuilds one value in JavaScript's own types.
class Decoder {
  constructor() {
    this.definitions = new Dictionary();
  }

  value(tree, definition) {
    if (tree instanceof Numeral) return tree.value();
    if (isArray(tree)) return this.list(tree, definition);
    if (tree === null || typeof tree !== "object") return tree;
    let tag = null;
    eachEntry(tree, (_, key) => {
      tag = key;
    });
    if (tag !== null && at(tag, 0) === 36) return this.tagged(tag, get(tree, tag), definition);
    const members = this.register({}, definition);
    eachEntry(tree, (item, key) => this.member(members, key, this.value(item)));
    return members;
  }

  register(container, definition) {
    if (definition !== undefined) put(this.definitions, definition, container);
    return container;
  }

  member(members, key, value) {
    define(members, key, { value, writable: true, enumerable: true, configurable: true });
  }

  list(trees, definition) {
    const items = this.register([], definition);
    for (let i = 0; i < trees.length; i += 1) items[i] = this.value(trees[i]);
    return items;
  }

  tagged(tag, body, definition) {
    switch (tag) {
      case "$tuple": return this.list(body, definition);
      case "$complex": return this.list(body, definition);
      case "$set":
      case "$frozenset": {
        const items = this.register(new Group(), definition);
        for (let i = 0; i < body.length; i += 1) include(items, this.value(body[i]));
        return items;
      }
      case "$dict": return this.dictionary(body, definition);
      case "$record": return this.dictionary(get(body, "fields"), definition);
      case "$array": return this.value(get(body, "data"));
      case "$def": return this.value(body[1], body[0].word);
      case "$ref": return get(this.definitions, body.word);
      case "$float": return body === "nan" ? NaN : body === "inf" ? Infinity : -Infinity;
      case "$bytes": return new Uint8Array(bytesFrom(body, "base64"));
      case "$str": return fromWobbly(bytesFrom(body, "base64"));
      case "$datetime":
        return new Time(find(/T.*(Z|[+-]\d\d:\d\d)$|^[^T]*$/, body) ? body : body + "Z");
      case "$fraction": return [new Numeral(body[0]).value(), new Numeral(body[1]).value()];
      case "$range": return this.range(body[0].value(), body[1].value(), body[2].value());
      default: return body;
    }
  }

  // Keys that all are texts make an object, others a Map.
  dictionary(pairs, definition) {
    let plain = true;
    for (let i = 0; i < pairs.length; i += 1) {
      if (typeof pairs[i][0] !== "string") plain = false;
    }
    const members = this.register(plain ? {} : new Dictionary(), definition);
    for (let i = 0; i < pairs.length; i += 1) {
      const key = this.value(pairs[i][0]);
      const value = this.value(pairs[i][1]);
      if (plain) this.member(members, key, value);
      else put(members, key, value);
    }
    return members;
  }

  range(start, stop, step) {
    const items = [];
    for (let i = start; step > 0 ? i < stop : i > stop; i += step) items[items.length] = i;
    return items;
  }
}

// MARK: The source

const source = pathOf.resolve(process.argv[2]);
const companion = source + ".assay.mjs";
let lookup = null;
let exported = {};

// Whether only the loader of ES modules understands it.
function isModule(code) {
  if (source.endsWith(".mjs")) return true;
  try {
    const about = pathOf.join(pathOf.dirname(source), "package.json");
    if (parseJSON(fs.readFileSync(about, "utf8")).type === "module") return true;
  } catch {}
  try {
    const names = ["exports", "require", "module", "__filename", "__dirname"];
    vm.compileFunction(code, names, { filename: source });
    return false;
  } catch (error) {
    if (/import statement outside|token 'export'|'import\.meta'|await is only valid/.test(
      error.message)) return true;
    throw error;
  }
}

// Code after the source's own can see its `const` and `let`.
function tail() {
  try {
    new vm.Script(`(${FIRST})`);
  } catch {
    return "";
  }
  return `\n;$assayEntry(() => ${FIRST});`;
}

async function load() {
  const code = fs.readFileSync(source, "utf8").replace(/^\ufeff/, "").replace(/^#!/, "//");
  define(globalThis, "$assayEntry", {
    value: (action) => {
      lookup = action;
    },
  });
  process.argv = [process.argv[0], source];
  if (isModule(code)) {
    fs.writeFileSync(companion, code + tail());
    try {
      exported = await import(pathToFileURL(companion).href);
    } finally {
      fs.rmSync(companion, { force: true });
    }
    return;
  }
  const module = new Module(source);
  module.filename = source;
  module.paths = Module._nodeModulePaths(pathOf.dirname(source));
  Module._cache[source] = module;
  module._compile(code + tail(), source);
  exported = module.exports;
}

function member(name) {
  if (name === FIRST && lookup !== null) {
    try {
      const found = lookup();
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
    }
  }
  const module = exported;
  const fallback = module !== null && module !== undefined ? module.default : undefined;
  if (module !== null && module !== undefined && module[name] !== undefined) return module[name];
  if (fallback !== null && fallback !== undefined && fallback[name] !== undefined) {
    return fallback[name];
  }
  if (typeof module === "function") return module;
  if (typeof fallback === "function") return fallback;
  throw new ReferenceError(`${name} is not defined`);
}

function invoke(name, values) {
  const parts = find(/^([^.#]*)(?:([.#])(.*))?$/, name);
  const target = member(parts[1]);
  if (!parts[2]) {
    if (typeof target !== "function") throw new TypeError(`${name} is not a function`);
    return apply(target, undefined, values);
  }
  let owner = target;
  const shared = typeof target === "function" && typeof target[parts[3]] === "function";
  if (typeof target === "function" && (parts[2] === "#" || !shared
      || typeof target.prototype?.[parts[3]] === "function")) {
    owner = construct(target, []);
  }
  if (typeof owner[parts[3]] !== "function") throw new TypeError(`${name} is not a function`);
  return apply(owner[parts[3]], owner, values);
}

// MARK: Answers

function lineIn(stack) {
  for (const path of [companion, source]) {
    const place = indexOf(stack, path + ":");
    const digits = place < 0 ? null : find(/^\d+/, slice(stack, place + path.length + 1));
    if (digits) return digits[0];
  }
  return "null";
}

function raised(error) {
  const names = [];
  let message = "";
  let line = "null";
  try {
    if (error instanceof Failure) {
      message = text(error.message);
      if (typeof error.name === "string") names[0] = error.name;
      for (let kind = error; ; ) {
        const next = prototypeOf(kind);
        if (next === null || next === objectPrototype || names.length > 30) break;
        const name = nameOf(kind);
        if (names[names.length - 1] !== name) names[names.length] = name;
        kind = next;
      }
      line = lineIn(text(error.stack));
    } else {
      names[0] = error !== null && typeof error === "object" ? nameOf(error) : typeof error;
      message = text(error !== null && typeof error === "object" && "message" in error
        ? error.message : error);
    }
  } catch {}
  const types = [];
  for (let i = 0; i < names.length; i += 1) {
    types[i] = `["",${encodeText(slice(names[i], 0, 200))}]`;
  }
  return `"raised":{"types":[${join(types, ",")}],` +
    `"message":${encodeText(slice(message, 0, 65536))},"args":null,"line":${line}}`;
}

async function answer(call) {
  const body = get(get(call, "args"), "$tuple");
  const decoder = new Decoder();
  const values = decoder.list(body[0]);
  // JavaScript has no arguments by name: they come as one object, the last argument.
  if (body[1].size > 0) values[values.length] = decoder.value(body[1]);
  const observed = get(call, "observe");
  const kept = observed === undefined ? undefined : values[observed.value()];
  let result;
  try {
    result = await invoke(get(call, "name"), values);
  } catch (error) {
    return raised(error);
  }
  try {
    return `"value":${new Encoder().encode(observed === undefined ? result : kept)}`;
  } catch (error) {
    if (error instanceof CannotCross) return `"cannot":${encodeText(error.what)}`;
    return raised(error);
  }
}

async function main() {
  const start = new Reader(nextLine()).value();
  try {
    await load();
  } catch (error) {
    console.error(error);
    send(`{"id":${get(start, "id").word},${raised(error)}}`);
    leave(0);
  }
  send(`{"id":${get(start, "id").word},"ready":true}`);
  for (let line = nextLine(); line !== null; line = nextLine()) {
    const call = new Reader(line).value();
    send(`{"id":${get(call, "id").word},${await answer(call)}}`);
  }
  leave(0);
}

main();
