"use strict";
// What the tests compare with: objects of the source's are looked at once, as plain data, and
// compared here. No method, getter, `valueOf` or `Symbol.hasInstance` of theirs has a say.

const pristine = require("assert");
const util = require("util");
const { isMap, isProxy, isSet } = util.types;

const { AssertionError } = pristine;
const MAX_COPIED = 1_000_000;

// Copies values with the source's objects replaced by what they hold.
class Plain {
  constructor(bridge) {
    this.bridge = bridge;
    this.kinds = new Map();
  }

  // The value itself where no object of the source's is in it.
  of(value) {
    const seen = new Map();
    return this.holds(value, new Set()) ? this.copy(value, seen) : value;
  }

  isObject(value) {
    return value !== null && typeof value === "object";
  }

  holds(value, seen) {
    if (!this.isObject(value)) return false;
    if (this.bridge.info(value) !== undefined) return true;
    if (seen.has(value)) return false;
    seen.add(value);
    if (isProxy(value)) return false;
    if (isMap(value)) {
      for (const [key, item] of value) if (this.holds(key, seen) || this.holds(item, seen)) return true;
    }
    if (isSet(value)) for (const item of value) if (this.holds(item, seen)) return true;
    if (ArrayBuffer.isView(value)) return false;
    for (const key of Object.keys(value)) {
      const member = Object.getOwnPropertyDescriptor(value, key);
      // A getter may be the source's: it is asked once.
      if (member.get || this.holds(member.value, seen)) return true;
    }
    return false;
  }

  copy(value, seen) {
    if (!this.isObject(value)) return value;
    const known = seen.get(value);
    if (known !== undefined) return known;
    if (seen.size > MAX_COPIED) throw new RangeError("too much to compare");
    const info = this.bridge.info(value);
    if (info !== undefined) return info.form === "promise" ? value : this.remote(value, info, seen);
    if (isProxy(value) || ArrayBuffer.isView(value)) return value;
    if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null
      && !Array.isArray(value) && !isMap(value) && !isSet(value)) return value;
    const made = isMap(value) ? new Map() : isSet(value) ? new Set()
      : Array.isArray(value) ? new Array(value.length) : {};
    Object.setPrototypeOf(made, Object.getPrototypeOf(value));
    seen.set(value, made);
    if (isMap(value)) {
      for (const [key, item] of value) made.set(this.copy(key, seen), this.copy(item, seen));
    }
    if (isSet(value)) for (const item of value) made.add(this.copy(item, seen));
    for (const key of Object.keys(value)) this.member(made, key, this.copy(value[key], seen));
    return made;
  }

  remote(value, info, seen) {
    const answer = this.bridge.request("data", info.number, []);
    if (!Array.isArray(answer) || !Array.isArray(answer[1]) || !Array.isArray(answer[2])) {
      throw new TypeError("a bad object");
    }
    const [kind, members, items] = answer;
    const made = kind === "map" ? new Map() : kind === "set" ? new Set() : kind === "array" ? []
      : kind === "error" ? new Error() : {};
    if (kind === "error") delete made.stack;
    Object.setPrototypeOf(made, this.kind(info.prototype, info.name));
    seen.set(value, made);
    for (let i = 0; i < members.length; i += 2) {
      const item = this.copy(members[i + 1], seen);
      const isHidden = kind === "error" && members[i] === "message";
      if (typeof members[i] === "string") this.member(made, members[i], item, !isHidden);
    }
    for (let i = 0; i < items.length; i += kind === "map" ? 2 : 1) {
      const item = this.copy(items[i], seen);
      if (kind === "map") Map.prototype.set.call(made, item, this.copy(items[i + 1], seen));
      else if (kind === "set") Set.prototype.add.call(made, item);
    }
    return made;
  }

  member(made, key, value, enumerable = true) {
    Object.defineProperty(made, key, { value, writable: true, enumerable, configurable: true });
  }

  // The local prototype that stands for one of the source's: one for each.
  kind(prototype, name = "Object") {
    const info = prototype === null ? undefined : this.bridge.info(prototype);
    if (info === undefined) return prototype;
    if (!this.kinds.has(info.number)) {
      const made = Object.create(this.kind(info.prototype));
      const maker = { [name]: function () {} }[name];
      maker.prototype = made;
      Object.defineProperty(made, "constructor", { value: maker, configurable: true });
      this.kinds.set(info.number, made);
    }
    return this.kinds.get(info.number);
  }

  show(value) {
    try {
      return util.inspect(this.of(value),
        { depth: 6, breakLength: Infinity, customInspect: false, maxStringLength: 2000 });
    } catch {
      return "?";
    }
  }
}

// The assertion module of the tests; `examiner` is told what the source decides.
function assertions(examiner, plain) {
  const { bridge } = examiner;
  const isRemote = (value) => value !== null && (typeof value === "object" || typeof value === "function")
    && bridge.info(value) !== undefined;
  const compared = (name) => function (actual, expected, message) {
    const left = plain.of(actual);
    const right = plain.of(expected);
    const bothHeld = left !== actual && right !== expected;
    if (bothHeld && actual !== expected) examiner.decided("what two of its objects hold");
    Reflect.apply(pristine[name], pristine, [left, right, ...given(message, arguments, 2)]);
  };
  const given = (message, values, place) => values.length > place ? [message] : [];
  const same = (operator, test) => function (actual, expected, message) {
    if (arguments.length < 2) return pristine[operator](...arguments);
    if (test(actual, expected)) return undefined;
    if (message instanceof Error) throw message;
    throw new AssertionError(
      { message, actual: plain.of(actual), expected: plain.of(expected), operator });
  };
  const isEqual = (left, right) => {
    if (left === right) return true;
    const isOpaque = (value, other) => isRemote(value) && !isRemote(other)
      && (other === null || typeof other !== "object" && typeof other !== "function");
    // An object of the source's is no number and no text, whatever it says.
    if (isOpaque(left, right) || isOpaque(right, left)) {
      if (left !== null && left !== undefined && right !== null && right !== undefined) return false;
    }
    return left == right || left !== left && right !== right;
  };
  // A class of the source's is what an error must be of; it is never asked.
  const fit = (values, place) => {
    const expected = values[place];
    if (typeof expected !== "function" || bridge.info(expected) === undefined) return values;
    const fitting = [...values];
    fitting[place] = (error) => {
      if (error instanceof expected) return true;
      throw new AssertionError({
        message: `The error is of another class than \`${expected.name}\``, operator: "throws",
      });
    };
    return fitting;
  };
  const thrown = (name) => (...values) => pristine[name](...fit(values, 1));

  const make = (isStrict) => {
    const made = (...values) => {
      const [actual, message] = values;
      if (actual) return undefined;
      if (message instanceof Error) throw message;
      throw new AssertionError({
        message, actual: plain.of(actual), expected: true, operator: "==",
      });
    };
    for (const name of Reflect.ownKeys(pristine)) {
      if (["length", "name", "prototype", "strict"].includes(name)) continue;
      made[name] = pristine[name];
    }
    made.ok = made;
    for (const name of ["deepEqual", "deepStrictEqual", "notDeepEqual", "notDeepStrictEqual"]) {
      made[name] = compared(isStrict ? name.replace(/eepEqual/, "eepStrictEqual") : name);
    }
    made.strictEqual = same("strictEqual", Object.is);
    made.notStrictEqual = same("notStrictEqual", (left, right) => !Object.is(left, right));
    made.equal = isStrict ? made.strictEqual : same("==", isEqual);
    made.notEqual = isStrict ? made.notStrictEqual : same("!=", (left, right) => !isEqual(left, right));
    for (const name of ["throws", "rejects", "doesNotThrow", "doesNotReject"]) made[name] = thrown(name);
    return made;
  };
  const loose = make(false);
  const strict = make(true);
  strict.strict = strict;
  loose.strict = strict;
  return { loose: Object.freeze(loose), strict: Object.freeze(strict), AssertionError };
}

module.exports = { Plain, assertions };
