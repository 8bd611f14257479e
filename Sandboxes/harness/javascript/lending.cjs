"use strict";
// What the examiner lends of the tests' own objects. It leads nowhere: of a function only the call is
// to be had, of an object what the tests gave it.

const { ASKED, GLOBALS, MAKERS, byName, names, prototypes } = require("./names.cjs");
const { Listed } = require("./exact.cjs");
const { ABSENT } = require("./peer.cjs");
const { Malformed } = require("./wire.cjs");
const { isNativeError, isProxy, isPromise } = require("util").types;

const FORBIDDEN = new Set(["caller", "arguments", "__proto__", "stack"]);
// Symbols by which the language asks an object what it is.
const WELL_KNOWN = new Set(Reflect.ownKeys(Symbol).map((name) => Symbol[name]).filter((symbol) =>
  typeof symbol === "symbol" && symbol !== Symbol.iterator && symbol !== Symbol.asyncIterator));
// Built-in kinds whose methods work on nothing but themselves.
const PASSIVE = new Set(["Object.prototype", "Function.prototype"]);

// Everything that the tests did not make: Node's own functions, classes and objects.
class Library {
  constructor() {
    this.members = new WeakSet();
    for (const name of Reflect.ownKeys(globalThis)) {
      if (GLOBALS.has(name)) continue;
      const member = Object.getOwnPropertyDescriptor(globalThis, name);
      // What is made only when it is asked for stays unmade.
      if ("value" in member) this.add(member.value, 2);
      else if (member.get) this.members.add(member.get);
    }
    this.members.add(globalThis);
  }

  add(value, depth) {
    if (value === null || typeof value !== "object" && typeof value !== "function") return;
    if (names.has(value) || this.members.has(value)) return;
    this.members.add(value);
    if (depth === 0) return;
    for (const key of Reflect.ownKeys(value)) {
      const member = Object.getOwnPropertyDescriptor(value, key);
      this.add(member.value, depth - (key === "prototype" ? 0 : 1));
    }
  }

  has(value) {
    return this.members.has(value);
  }
}

// What the source may not have is an exception there, and none of the tests'.
class Refusal extends TypeError {}

class Lending {
  constructor(examiner) {
    this.examiner = examiner;
    this.library = new Library();
  }

  // MARK: What is lent

  name(value) {
    return names.get(value);
  }

  named(name, place) {
    const value = byName.get(name);
    const isFit = place === "proto" ? prototypes.has(value) || MAKERS.has(name) : MAKERS.has(name);
    if (!isFit) throw new Malformed("an unknown name");
    return value;
  }

  lendable(value) {
    if (this.library.has(value)) return false;
    // What a Proxy of the tests' is cannot be told without asking it.
    if (isProxy(value)) return false;
    if (isPromise(value) || isNativeError(value)) return true;
    if (typeof value === "function") return true;
    for (let kind = Object.getPrototypeOf(value); kind; kind = Object.getPrototypeOf(kind)) {
      if (this.library.has(kind)) return false;
    }
    return true;
  }

  // An error of Node's own classes is shown as a plain one.
  standIn(prototype) {
    while (this.library.has(prototype)) prototype = Object.getPrototypeOf(prototype);
    return prototype;
  }

  receiver(value) {
    if (value === globalThis || value === this.examiner.scope) return undefined;
    return this.examiner.trust.bare(value);
  }

  perform(frame, values) {
    const target = this.examiner.bridge.lentObject(frame.of);
    const [key, value] = values;
    switch (frame.do) {
      case "apply":
        if (typeof target !== "function") break;
        return Reflect.apply(target, values[0], values.slice(1));
      case "construct":
        if (typeof target !== "function") break;
        return Reflect.construct(target, values);
      case "get": return this.member(target, key);
      case "has": return this.found(target, key) !== null;
      case "set":
        this.check(target, key, value);
        return Reflect.set(target, key, value);
      case "delete":
        this.check(target, key);
        return Reflect.deleteProperty(target, key);
      case "keys": return new Listed(Reflect.ownKeys(target).filter((own) => this.isOpen(target, own)));
      case "descriptor": {
        const member = this.isOpen(target, key) ? Object.getOwnPropertyDescriptor(target, key) : undefined;
        if (member === undefined) return new Listed([]);
        return new Listed([member.enumerable, true, true, this.member(target, key)]);
      }
      case "primitive": return this.primitive(target, key);
    }
    throw new Refusal(`\`${String(frame.do)}\` of an object of the tests cannot be had`);
  }

  isOpen(target, key) {
    if (FORBIDDEN.has(key) || isProxy(target)) return false;
    // What assertions of the tests expect is not for the source.
    return !isNativeError(target) || !this.library.has(Object.getPrototypeOf(target))
      || key === "name";
  }

  check(target, key, value) {
    if (typeof target === "function" || isNativeError(target) || !this.isOpen(target, key)
      || Object.hasOwn(target, "constructor") || !this.isFree(target, key, value)) {
      throw new Refusal(`\`${String(key)}\` of the tests cannot be set`);
    }
    if (typeof value === "function") this.examiner.trust.adopt(target, key, value);
  }

  // Whether the source may set a member: no method of its own over what the tests' object has, and
  // nothing over its methods, unless the tests name them in a text: `spy(object, "method")`.
  isFree(target, key, value) {
    const found = this.inherited(target, key);
    if (typeof key === "symbol") return found === undefined && !WELL_KNOWN.has(key);
    if (this.examiner.text.tells(key)) return true;
    const isMethod = typeof found?.value === "function";
    if (typeof value !== "function") return !isMethod || Object.hasOwn(target, key);
    // A call of what is no handle is not seen.
    const { bridge, trust } = this.examiner;
    if (bridge.info(value) === undefined && trust.isAnswered(key)) return false;
    return found === undefined ? !ASKED.has(key) : !isMethod && !("get" in found) && !("set" in found);
  }

  // A member with that of the built-in kinds.
  inherited(target, key) {
    for (let kind = target; kind !== null && !isProxy(kind); kind = Object.getPrototypeOf(kind)) {
      const member = Object.getOwnPropertyDescriptor(kind, key);
      if (member !== undefined) return member;
    }
    return undefined;
  }

  // The member that the tests gave an object, by itself or by a class of theirs.
  found(target, key) {
    if (!this.isOpen(target, key)) return null;
    for (let kind = target; kind !== null; kind = Object.getPrototypeOf(kind)) {
      const name = names.get(kind);
      if (name !== undefined && (PASSIVE.has(name) || key === "constructor")) return null;
      if (this.library.has(kind)) return null;
      if (isProxy(kind)) return null;
      const member = Object.getOwnPropertyDescriptor(kind, key);
      if (member !== undefined) return member;
    }
    return null;
  }

  member(target, key) {
    const member = this.found(target, key);
    if (member === null) return ABSENT;
    const value = "value" in member ? member.value
      : member.get === undefined ? undefined : Reflect.apply(member.get, target, []);
    return typeof value === "function" && names.has(value) && !MAKERS.has(names.get(value))
      ? this.bound(value, target) : value;
  }

  // A method of a built-in kind, for this object alone.
  bound(method, target) {
    return (...values) => Reflect.apply(method, target, values);
  }

  primitive(target, hint) {
    for (const key of [Symbol.toPrimitive, ...(hint === "string" ? ["toString", "valueOf"]
      : ["valueOf", "toString"])]) {
      const member = this.found(target, key);
      if (member === null || typeof member.value !== "function") continue;
      const value = Reflect.apply(member.value, target, [hint]);
      if (value === null || typeof value !== "object" && typeof value !== "function") return value;
    }
    return typeof target === "function" ? "function () { [native code] }" : "[object Object]";
  }

  // MARK: What is believed

  watch(info, op, values) {
    return this.examiner.trust.watch(info, op, values);
  }

  look(info, op, key) {
    return this.examiner.trust.look(info, op, key);
  }

  met(value) {
    this.examiner.trust.met(value);
  }

  made(value) {
    this.examiner.trust.make(value);
  }

  refuse(what, info) {
    return this.examiner.trust.refuse(what, info);
  }

  rejected(error) {
    this.examiner.raised.push(error);
  }
}

module.exports = { Lending, Refusal };
