"use strict";
// What is no data stays where it is: the other side holds a handle, and each use of it is a request.

const {
  Dictionary, WeakDictionary, allKeys, apply, bytesFrom, construct, define, descriptorOf, drop, get,
  has, isArray, prototypeOf, put, slice, text, then, types, unbound, weakGet, weakPut,
} = require("./clean.cjs");
const { CannotCross, encodeText, nameOf } = require("./values.cjs");
const { Malformed, expectNumber, expectText } = require("./wire.cjs");
const { names } = require("./names.cjs");

const MAX_OBJECTS = 100_000;
const { isPromise, isProxy } = types;
const empty = Object.create(null);
const { toPrimitive, hasInstance } = Symbol;
const ProxyOf = Proxy;
const PromiseOf = Promise;
// What the language asks for unasked, and data does not have.
const QUIET = new Set([Symbol.isConcatSpreadable, Symbol.species, Symbol.unscopables, Symbol.match,
  Symbol.matchAll, Symbol.replace, Symbol.search, Symbol.split]);
const isQuiet = unbound(QUIET.has).bind(null, QUIET);

function isMaker(value) {
  try {
    construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
}

class Bridge {
  // `request(op, number, values)` asks the other side. The policy says how this side's objects are
  // named or lent, what names of the other side's mean, and watches what is asked.
  constructor(codec, request, policy) {
    codec.bridge = this;
    this.request = request;
    this.policy = policy;
    this.lent = [];
    this.numbers = new WeakDictionary();
    this.proxies = new WeakDictionary();
    this.known = new Dictionary();
    // Promises of the other side's that are open, and those of this side's that were settled.
    this.waiting = new Dictionary();
    this.settled = [];
    this.open = 0;
    this.onSettled = () => {};
  }

  // MARK: Lending

  borrowed(value) {
    const info = weakGet(this.proxies, value);
    return info === undefined ? undefined : `{"$handle":{"yours":${info.number}}}`;
  }

  info(value) {
    return weakGet(this.proxies, value);
  }

  encode(value, encoder) {
    const name = this.policy.name(value);
    if (name !== undefined) return `{"$handle":{"named":${encodeText(name)}}}`;
    return `{"$handle":${this.handle(value, 0)}}`;
  }

  handle(value, depth) {
    if (!this.policy.lendable(value) || depth > 100) {
      const refusal = new CannotCross(typeof value === "function" ? "function" : nameOf(value));
      refusal.byType = true;
      throw refusal;
    }
    let number = weakGet(this.numbers, value);
    if (number === undefined) {
      number = this.lent.length;
      if (number >= MAX_OBJECTS) throw new CannotCross(`more than ${MAX_OBJECTS} objects`);
      this.lent[number] = value;
      weakPut(this.numbers, value, number);
      if (isPromise(value) && !isProxy(value)) this.follow(value, number);
    }
    const form = isProxy(value) ? (typeof value === "function" ? "class" : "object")
      : typeof value === "function" ? (isMaker(value) ? "class" : "function")
        : isPromise(value) ? "promise" : isArray(value) ? "array" : "object";
    const name = form === "object" || form === "array" ? nameOf(value) : "function";
    return `{"mine":${number},"as":"${form}","name":${encodeText(slice(name, 0, 100))},` +
      `"proto":${this.prototype(value, depth)}}`;
  }

  // What stands behind an object; what is the language's is told by name.
  prototype(value, depth) {
    let found = null;
    try {
      found = prototypeOf(value);
    } catch {}
    if (found === null) return "null";
    const name = get(names, found);
    if (name !== undefined) return `{"named":${encodeText(name)}}`;
    const info = weakGet(this.proxies, found);
    if (info !== undefined) return `{"yours":${info.number}}`;
    return this.handle(this.policy.standIn(found), depth + 1);
  }

  follow(promise, number) {
    this.open += 1;
    const tell = (isKept) => (value) => {
      this.open -= 1;
      this.settled[this.settled.length] = [number, isKept, value];
      this.onSettled();
    };
    then(promise, tell(true), tell(false));
  }

  // MARK: Borrowing

  // What the other side gave, be it new or known.
  met(value) {
    this.policy.met(value);
    return value;
  }

  decode(body, depth, place = "value") {
    if (body === null || typeof body !== "object" || depth > 200) throw new Malformed("a bad handle");
    if ("yours" in body) {
      if (expectNumber(body.yours) >= this.lent.length) throw new Malformed("an unknown handle");
      return this.lent[body.yours];
    }
    if ("named" in body) return this.policy.named(expectText(body.named), place);
    const number = expectNumber(body.mine);
    const known = get(this.known, number);
    if (known !== undefined) return place === "value" ? this.met(known) : known;
    if (this.known.size >= MAX_OBJECTS) throw new Malformed("too many objects");
    const prototype = body.proto === null ? null : this.decode(body.proto, depth + 1, "proto");
    if (prototype !== null && typeof prototype !== "object" && typeof prototype !== "function") {
      throw new Malformed("a bad prototype");
    }
    const form = expectText(body.as);
    const value = form === "promise" ? this.promise(number)
      : new ProxyOf(this.target(form), this.traps(number));
    put(this.known, number, value);
    weakPut(this.proxies, value,
      { number, form, prototype, name: slice(expectText(body.name), 0, 100) });
    return value;
  }

  target(form) {
    if (form === "function") return () => {};
    // A bound function makes objects, and has no `prototype` of its own in the way.
    if (form === "class") return function () {}.bind(null);
    if (form === "array") return [];
    if (form === "object") return {};
    throw new Malformed("an unknown form");
  }

  promise(number) {
    return new PromiseOf((resolve, reject) => {
      put(this.waiting, number, { resolve, reject });
    });
  }

  // What became of the other side's promises.
  settle(number, isKept, value) {
    const waiting = get(this.waiting, number);
    if (waiting === undefined) throw new Malformed("an unknown promise");
    drop(this.waiting, number);
    if (isKept) return waiting.resolve(value);
    this.policy.rejected(value);
    return waiting.reject(value);
  }

  traps(number) {
    const self = () => weakGet(this.proxies, get(this.known, number));
    const ask = (op, values) => {
      const known = this.policy.look(self(), op, values[0]);
      if (known !== undefined) return known.answer;
      const note = this.policy.watch(self(), op, values);
      const answer = this.request(op, number, values);
      return note === undefined ? answer : note(answer);
    };
    return {
      get: (target, key) => {
        if (key === hasInstance || isQuiet(key)) return undefined;
        if (key === toPrimitive) return (hint) => ask("primitive", [hint]);
        return ask("get", [key]);
      },
      set: (target, key, value, receiver) => receiver === get(this.known, number)
        ? ask("set", [key, value]) === true
        // An object that inherits from this one gets a member of its own.
        : define(receiver, key, { value, writable: true, enumerable: true, configurable: true }) === receiver,
      has: (target, key) => ask("has", [key]) === true,
      deleteProperty: (target, key) => ask("delete", [key]) === true,
      ownKeys: (target) => {
        const keys = ask("keys", []);
        if (!isArray(target)) return keys;
        return keys.includes("length") ? keys : [...keys, "length"];
      },
      getOwnPropertyDescriptor: (target, key) => this.descriptor(ask("descriptor", [key]), target, key),
      defineProperty: (target, key, member) => ask("define", [key, { ...member }]) === true,
      getPrototypeOf: () => self().prototype,
      setPrototypeOf: () => this.policy.refuse("Object.setPrototypeOf", self()),
      preventExtensions: () => this.policy.refuse("Object.freeze", self()),
      apply: (target, self, values) => ask("apply", [this.policy.receiver(self), ...values]),
      construct: (target, values, maker) => {
        if (maker !== get(this.known, number)) this.policy.refuse("inheritance", self());
        const made = ask("construct", values);
        if (made === null || typeof made !== "object" && typeof made !== "function") {
          throw new Malformed("no object was made");
        }
        this.policy.made(made);
        return made;
      },
    };
  }

  descriptor(answer, target, key) {
    if (!isArray(answer) || answer.length === 0) return undefined;
    const [enumerable, writable, isData, first, second] = answer;
    const fixed = descriptorOf(target, key);
    if (fixed !== undefined && !fixed.configurable) {
      return { value: first, writable: true, enumerable: false, configurable: false };
    }
    return isData === true
      ? { value: first, writable: writable === true, enumerable: enumerable === true, configurable: true }
      : { get: first, set: second, enumerable: enumerable === true, configurable: true };
  }

  lentObject(number) {
    if (expectNumber(number) >= this.lent.length) throw new Malformed("an unknown handle");
    return this.lent[number];
  }
}

module.exports = { Bridge };
