"use strict";
// Values as examiner and candidate write them for each other: those of `values.cjs`, with what only
// JavaScript tells apart as {"$js": [kind, ...]}, sharing as {"$def": [number, body]} and
// {"$ref": number}, and what is no data as {"$handle": ...}. A Map is a `$dict`, an object never is.

const {
  Dictionary, Group, Time, allKeys, at, bigint, bytesFrom, define, descriptorOf, eachEntry, eachItem,
  find, get, has, include, isArray, join, ownKeys, prototypeOf, put, stringify, text, timeOf,
  types, unbound,
} = require("./clean.cjs");
const { CannotCross, Encoder, encodeNumber, encodeText, fromWobbly, wellFormed } =
  require("./values.cjs");
const { Malformed, expectList, expectNumber, expectText } = require("./wire.cjs");
const { Symbols } = require("./symbols.cjs");
const { ASKED, POWERS, names } = require("./names.cjs");
const { Shared, close, contents, errors, kindOf, levelOf, oddities } = require("./shared.cjs");
const { bufferOf, encodeBuffer, encodeView, viewOf } = require("./views.cjs");

const MAX_DEPTH = 500;
const { isProxy } = types;
const clear = unbound(Dictionary.prototype.clear);
const clearSet = unbound(Group.prototype.clear);
const setTime = unbound(Time.prototype.setTime);
const assign = Reflect.set;
const isPower = unbound(Group.prototype.has).bind(null, POWERS);
const isAsked = unbound(Group.prototype.has).bind(null, ASKED);
// What the examiner asks the source for unasked.
const OWN_POWERS = new Set(["valueOf", "toString", "toJSON", "then", "constructor", "equals", "isEqual",
  "has", "includes", "contains", "hasOwnProperty", "every", "some", "test", "match", "search", "compare",
  "compareTo", "startsWith", "endsWith", "localeCompare", "isSubsetOf", "isSupersetOf", "isDisjointFrom"]);

// What crosses as a list that neither side keeps.
class Listed {
  constructor(items) {
    this.items = items;
  }
}

class ExactEncoder extends Encoder {
  constructor(codec) {
    super();
    this.codec = codec;
    this.shared = codec.shared;
  }

  any(value, depth) {
    switch (typeof value) {
      case "undefined": return '{"$js":["undefined"]}';
      case "boolean": return value ? "true" : "false";
      case "number": return encodeNumber(value);
      case "bigint": return `{"$js":["bigint","${text(value)}"]}`;
      case "string": return encodeText(value);
      case "symbol": return this.codec.symbols.encode(value);
    }
    if (value === null) return "null";
    const borrowed = this.codec.bridge.borrowed(value);
    if (borrowed !== undefined) return borrowed;
    if (!isProxy(value) && value instanceof Listed) return this.list(value.items, depth);
    const entry = this.shared.entry(value);
    if (entry !== undefined && entry.turn === this.shared.turn) return `{"$ref":${entry.number}}`;
    if (depth > MAX_DEPTH) throw new CannotCross(`nested deeper than ${MAX_DEPTH}`);
    const kind = this.codec.kindOf(value, entry);
    if (kind === null) return this.codec.bridge.encode(value, this);
    if (kind === "boxed") return `{"$js":["boxed",${this.any(value.valueOf(), depth)}]}`;
    // A handle that became data, or data of another kind, is another thing to the other side.
    const own = entry !== undefined && entry.kind === kind ? entry : this.shared.add(value, kind);
    return `{"$def":${this.definition(own, depth)}}`;
  }

  // A list that neither side keeps.
  list(items, depth) {
    const parts = [];
    for (let i = 0; i < items.length; i += 1) parts[i] = this.tree(items[i], depth + 1);
    return `{"$list":[${join(parts, ",")}]}`;
  }

  definition(entry, depth) {
    entry.turn = this.shared.turn;
    this.shared.settle(entry);
    return `[${entry.number},${this.body(entry.value, entry.kind, depth)}]`;
  }

  body(value, kind, depth) {
    switch (kind) {
      case "array": return this.array(value, depth);
      case "object": return this.object(value, depth);
      case "map": {
        const pairs = [];
        eachEntry(value, (item, key) => {
          pairs[pairs.length] = `[${this.tree(key, depth + 1)},${this.tree(item, depth + 1)}]`;
        });
        return `{"$dict":[${join(pairs, ",")}]}`;
      }
      case "set": {
        const items = [];
        eachItem(value, (item) => {
          items[items.length] = this.tree(item, depth + 1);
        });
        return `{"$set":[${join(items, ",")}]}`;
      }
      case "date": return `{"$js":["date",${encodeNumber(timeOf(value))}]}`;
      case "regexp":
        return `{"$js":["regexp",${stringify(value.source)},"${value.flags}",${value.lastIndex}]}`;
      case "view": return encodeView(value, this, depth);
      case "buffer": return encodeBuffer(value);
      default: return this.error(value, depth);
    }
  }

  array(value, depth) {
    const extras = oddities(value);
    const level = levelOf(value);
    const items = [];
    for (let i = 0; i < value.length; i += 1) {
      items[i] = extras !== null && descriptorOf(value, i) === undefined
        ? '{"$js":["hole"]}' : this.tree(value[i], depth + 1);
    }
    if (extras === null && level === 0) return `[${join(items, ",")}]`;
    const parts = [];
    for (let i = 0; extras !== null && i < extras.length; i += 1) {
      parts[i] = `[${encodeText(extras[i][0])},${this.tree(extras[i][1], depth + 1)}]`;
    }
    return `{"$js":["array",[${join(items, ",")}],[${join(parts, ",")}],${level}]}`;
  }

  object(value, depth) {
    const keys = ownKeys(value);
    const level = levelOf(value);
    const parts = [];
    let simple = level === 0 && prototypeOf(value) !== null;
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i];
      const member = descriptorOf(value, key);
      if (at(key, 0) === 36 || !wellFormed(key) || !("value" in member)) simple = false;
      parts[i] = [encodeText(key), "value" in member ? this.tree(member.value, depth + 1)
        : `${this.any(member.get, depth)},${this.any(member.set, depth)}`];
    }
    for (let i = 0; i < parts.length; i += 1) {
      parts[i] = simple ? `${parts[i][0]}:${parts[i][1]}` : `[${parts[i][0]},${parts[i][1]}]`;
    }
    if (simple) return `{${join(parts, ",")}}`;
    return `{"$js":["object",${prototypeOf(value) === null},[${join(parts, ",")}],${level}]}`;
  }

  error(value, depth) {
    const keys = allKeys(value);
    const fields = [];
    for (let i = 0; i < keys.length && fields.length < 64; i += 1) {
      const member = descriptorOf(value, keys[i]);
      if (typeof keys[i] === "symbol" || keys[i] === "stack" || !("value" in member)) continue;
      fields[fields.length] = `[${encodeText(keys[i])},${this.tree(member.value, depth + 1)},` +
        `${member.enumerable}]`;
    }
    return `{"$js":["error","${get(errors, prototypeOf(value))}",[${join(fields, ",")}]]}`;
  }
}

const errorMakers = new Dictionary();
eachEntry(errors, (name, prototype) => errorMakers.set(name, prototype.constructor));

class Codec {
  constructor(parity) {
    this.shared = new Shared(parity);
    this.symbols = new Symbols(parity);
    this.bridge = null;
    this.parity = parity;
    // Told of each member that the other side gives a shared value, before it is set.
    this.admit = () => {};
  }

  // How a value crosses.
  kindOf(value, entry) {
    const isTheirs = entry !== undefined && !entry.isOwn;
    if (this.parity === 0) {
      return kindOf(value, isTheirs ? () => false : (key) => OWN_POWERS.has(key));
    }
    if (!isTheirs) return kindOf(value, isPower);
    const isPlace = isArray(value) ? isPower : isAsked;
    return kindOf(value, (key, method) => isPlace(key)
      && this.bridge.borrowed(method) === undefined && !has(names, method));
  }

  // Begins a frame.
  encoder() {
    this.shared.turn += 1;
    return new ExactEncoder(this);
  }

  // What has changed beside the values that the frame holds; the frame's last member.
  changes(encoder) {
    const found = this.shared.changed();
    const parts = [];
    for (let i = 0; i < found.length; i += 1) {
      if (found[i].turn === this.shared.turn) continue;
      // What became no data any more is left as the other side has it.
      if (this.kindOf(found[i].value, found[i]) !== found[i].kind) continue;
      parts[parts.length] = encoder.definition(found[i], 0);
    }
    return parts.length > 0 ? `,"changed":[${join(parts, ",")}]` : "";
  }

  applyChanges(list) {
    if (list === undefined) return;
    expectList(list);
    for (let i = 0; i < list.length; i += 1) this.define(list[i], 0);
  }

  text(tree) {
    if (typeof tree === "string") return tree;
    if (tree !== null && typeof tree === "object" && typeof tree.$str === "string") {
      return fromWobbly(bytesFrom(tree.$str, "base64"));
    }
    throw new Malformed("a text should stand here");
  }

  decode(tree, depth = 0) {
    if (tree === null || typeof tree !== "object") return tree;
    if (depth > MAX_DEPTH + 10 || isArray(tree)) throw new Malformed("a value out of place");
    const keys = ownKeys(tree);
    const body = tree[keys[0]];
    if (keys.length !== 1) throw new Malformed("a value out of place");
    switch (keys[0]) {
      case "$def": return this.bridge.met(this.define(body, depth));
      case "$ref": {
        const entry = this.shared.numbered(body);
        if (entry === undefined) throw new Malformed("an unknown reference");
        return this.bridge.met(entry.value);
      }
      case "$handle": return this.bridge.decode(body, depth);
      case "$float": return body === "nan" ? NaN : body === "inf" ? Infinity : -Infinity;
      case "$str": return this.text(tree);
      case "$list": return listed(expectList(body), (item) => this.decode(item, depth + 1));
      case "$js": return this.special(expectList(body), depth);
      default: throw new Malformed("an unknown tag");
    }
  }

  special(body, depth) {
    switch (body[0]) {
      case "undefined": return undefined;
      case "bigint":
        if (!find(/^-?\d+$/, expectText(body[1]))) throw new Malformed("a bad bigint");
        return bigint(body[1]);
      case "symbol": return this.symbols.decode(body, (tree) => this.text(tree));
      case "boxed": {
        const value = this.decode(body[1], depth + 1);
        if (value === null || value === undefined) throw new Malformed("a bad box");
        return Object(value);
      }
      default: throw new Malformed("an unknown kind");
    }
  }

  // Takes over what the other side says of a shared value.
  define(definition, depth) {
    const number = expectNumber(expectList(definition, 2)[0]);
    const tree = definition[1];
    if (tree === null || typeof tree !== "object") throw new Malformed("a bad definition");
    const [kind, body, level] = this.parts(tree);
    const before = this.shared.numbered(number);
    const own = before !== undefined && before.kind === kind;
    const made = this.made(kind, body, own ? before.value : null, depth);
    const entry = own && made === before.value ? before : this.shared.add(made, kind, number);
    this.fill(entry, kind, body, depth);
    if (level > 0) close(made, level);
    this.shared.settle(entry);
    return made;
  }

  // The kind of a definition, what it holds, and how far it is closed.
  parts(tree) {
    if (isArray(tree)) return ["array", [tree, null], 0];
    const keys = ownKeys(tree);
    const [first] = keys;
    if (keys.length !== 1 || at(first, 0) !== 36) return ["object", [tree, null], 0];
    if (first === "$dict") return ["map", expectList(tree.$dict), 0];
    if (first === "$set") return ["set", expectList(tree.$set), 0];
    if (first !== "$js") throw new Malformed("an unknown tag");
    const body = expectList(tree.$js);
    switch (body[0]) {
      case "array": return ["array", [expectList(body[1]), expectList(body[2])], +body[3]];
      case "object": return ["object", [null, expectList(body[2]), body[1] === true], +body[3]];
      case "date": case "regexp": case "view": case "buffer": case "error":
        return [body[0], body, 0];
      default: throw new Malformed("an unknown kind");
    }
  }

  // The value to fill: the one that is there, or a new one.
  made(kind, body, before, depth) {
    switch (kind) {
      case "array": return before ?? [];
      case "object": return before ?? (body[2] === true ? Object.create(null) : {});
      case "map": return before ?? new Dictionary();
      case "set": return before ?? new Group();
      case "date": return before ?? new Time(0);
      case "regexp": {
        const made = before ?? new RegExp(expectText(body[1]), expectText(body[2]));
        made.lastIndex = expectNumber(body[3]);
        return made;
      }
      case "view": return viewOf(body, before, this, depth);
      case "buffer": return bufferOf(body, before);
      default: {
        const maker = get(errorMakers, body[1]);
        if (maker === undefined) throw new Malformed("an unknown error");
        return before ?? (body[1] === "AggregateError" ? new maker([]) : new maker());
      }
    }
  }

  fill(entry, kind, body, depth) {
    const made = entry.value;
    if (kind === "array" || kind === "object") return this.fillMembers(entry, kind, body, depth);
    if (kind === "map") {
      const pairs = listed(body, (pair) => [this.decode(expectList(pair, 2)[0], depth + 1),
        this.decode(pair[1], depth + 1)]);
      clear(made);
      for (let i = 0; i < pairs.length; i += 1) put(made, pairs[i][0], pairs[i][1]);
    } else if (kind === "set") {
      const items = listed(body, (item) => this.decode(item, depth + 1));
      clearSet(made);
      for (let i = 0; i < items.length; i += 1) include(made, items[i]);
    } else if (kind === "date") {
      setTime(made, this.decode(body[1], depth + 1));
    } else if (kind === "error") {
      const fields = expectList(body[2]);
      for (let i = 0; i < fields.length; i += 1) {
        const field = fields[i];
        const key = this.text(expectList(field, 3)[0]);
        const value = this.decode(field[1], depth + 1);
        if (key === "stack") throw new Malformed("a stack");
        this.admit(entry, key, value);
        define(made, key,
          { value, writable: true, enumerable: field[2] === true, configurable: true });
      }
    }
  }

  fillMembers(entry, kind, body, depth) {
    const made = entry.value;
    if (kind === "array") {
      const items = listed(body[0], (item) => isHole(item) ? { hole: true }
        : { value: this.decode(item, depth + 1) });
      const extras = body[1] && listed(body[1], (pair) => [this.text(expectList(pair, 2)[0]),
        this.decode(pair[1], depth + 1)]);
      for (let i = 0; extras !== null && i < extras.length; i += 1) {
        this.admit(entry, extras[i][0], extras[i][1]);
      }
      if (levelOf(made) === 0) contents.array(made, items, extras);
      return;
    }
    const members = body[0] !== null
      ? listed(ownKeys(body[0]), (key) => [key, this.decode(body[0][key], depth + 1)])
      : listed(body[1], (part) => listed(expectList(part), (item, place) =>
        place === 0 ? this.text(item) : this.decode(item, depth + 1)));
    for (let i = 0; i < members.length; i += 1) {
      this.admit(entry, members[i][0], members[i][1], members[i].length > 2);
    }
    if (levelOf(made) === 0) contents.object(made, members);
    else for (let i = 0; i < members.length; i += 1) assign(made, members[i][0], members[i][1]);
  }
}

function listed(list, action) {
  const items = [];
  for (let i = 0; i < list.length; i += 1) items[i] = action(list[i], i);
  return items;
}

function isHole(tree) {
  return tree !== null && typeof tree === "object" && isArray(tree.$js) && tree.$js[0] === "hole";
}

module.exports = { Codec, Listed };
