"use strict";
// What the examiner believes of the candidate's objects: what the tests made or named is what they
// test; what a function merely returned is an answer, and judges no value of the tests'.

const { ASKED, PLAIN, POWERS } = require("./names.cjs");
const { Malformed } = require("./wire.cjs");
const { isProxy } = require("util").types;

const MAX_CLASSES = 100;
const CHANGING = new Set(["copyWithin", "fill", "pop", "push", "reverse", "shift", "sort", "splice",
  "unshift", "set", "add", "delete", "clear"]);
// By these the tests talk to a generator.
const TALKING = new Set(["next", "return", "throw"]);
const isObject = (value) => value !== null && (typeof value === "object" || typeof value === "function");

class Trust {
  constructor(examiner) {
    this.examiner = examiner;
    // What the tests made with `new`, what they named, what of these a function gave back, what they
    // took for something to change, and what the source hung on their own objects.
    this.mades = new WeakSet();
    this.names = new WeakSet();
    this.returned = new WeakSet();
    this.changed = new WeakSet();
    this.adopted = new WeakMap();
    this.methods = new WeakMap();
    this.modules = new WeakSet();
    this.wrappers = new WeakMap();
    this.wrapped = new WeakMap();
    // Prototypes of the classes that they use.
    this.kinds = new WeakSet();
    this.classes = [];
    this.copies = new WeakMap();
    this.sizes = new WeakMap();
    this.calls = 0;
    this.namingDepth = -1;
    // Thenables of the source's that the tests wait for.
    this.open = new Set();
  }

  get bridge() {
    return this.examiner.bridge;
  }

  get text() {
    return this.examiner.text;
  }

  // MARK: Whose an object is

  isOwned(value) {
    return this.mades.has(value) || this.names.has(value);
  }

  isTrusted(value) {
    return this.isOwned(value) && !this.returned.has(value);
  }

  // Whether the tests may freeze it and so on: that is for one process.
  isSubject(value) {
    return this.mades.has(value) || this.isTrusted(value);
  }

  isOfTests(value) {
    if (!isObject(value) || this.bridge.info(value) !== undefined) return false;
    const entry = this.examiner.codec.shared.entry(value);
    return entry === undefined || entry.isOwn;
  }

  make(value) {
    if (!isObject(value)) return;
    this.mades.add(value);
    const info = this.bridge.info(value);
    if (info !== undefined && isObject(info.prototype)) this.kinds.add(info.prototype);
  }

  met(value) {
    if (!isObject(value) || !this.isOwned(value)) return;
    const { peer } = this.examiner;
    if (peer.depth !== this.namingDepth && !peer.isReceiver) this.returned.add(value);
  }

  // Asks for what the tests name.
  naming(action) {
    const before = this.namingDepth;
    this.namingDepth = this.examiner.peer.depth;
    try {
      return this.named(action());
    } finally {
      this.namingDepth = before;
    }
  }

  named(value, depth = 0) {
    if (!isObject(value) || isProxy(value) && this.bridge.info(value) === undefined) return value;
    const info = this.bridge.info(value);
    if (info === undefined && this.isOfTests(value) || this.names.has(value)) return value;
    this.names.add(value);
    if (info?.form === "class" && this.classes.length < MAX_CLASSES) this.classes.push(info);
    if (info !== undefined || depth > 3) return value;
    // Tables of functions may hold others.
    for (const key of Object.keys(value)) {
      const member = Object.getOwnPropertyDescriptor(value, key).value;
      if (isObject(member) && this.bridge.info(member) === undefined) this.named(member, depth + 1);
    }
    return value;
  }

  // What the source exports: the tests name what they take of it.
  module(value) {
    if (!isObject(value)) return value;
    const info = this.bridge.info(value);
    if (info !== undefined && info.form !== "object") {
      this.modules.add(value);
      return value;
    }
    if (!this.wrapped.has(value)) {
      const wrapper = new Proxy(value, {
        get: (target, key, receiver) => {
          const member = Reflect.get(target, key, receiver === wrapper ? target : receiver);
          return info !== undefined || Object.hasOwn(target, key) ? this.member(member) : member;
        },
      });
      this.wrapped.set(value, wrapper);
      this.wrappers.set(wrapper, value);
    }
    return this.wrapped.get(value);
  }

  member(value) {
    this.returned.delete(this.named(value));
    return value;
  }

  bare(value) {
    return isObject(value) && this.wrappers.get(value) || value;
  }

  // MARK: What the tests want

  // Whether an object of the source's is wanted here, and no plain data.
  wants(value, info) {
    return this.text.expectsObjects() || this.changed.has(value)
      || this.names.has(value) && info?.form === "object" && !this.wrapped.has(value) || this.isKin(info);
  }

  // Whether it is of a class that the tests use.
  isKin(info) {
    while (this.classes.length > 0) {
      const { number } = this.classes.pop();
      const kind = this.bridge.request("get", number, ["prototype"]);
      if (isObject(kind) && this.bridge.info(kind) !== undefined) this.kinds.add(kind);
    }
    for (let kind = info?.prototype; isObject(kind); kind = this.bridge.info(kind)?.prototype) {
      if (this.kinds.has(kind)) return true;
    }
    return false;
  }

  // MARK: Uses

  // Called before a use of the candidate's object; what it gives is called with the answer.
  watch(info, op, values) {
    const self = this.bridge.known.get(info.number);
    if (op === "primitive") return this.watchCoercion(self, info, values[0]);
    if (op === "define") return this.refuse("Object.defineProperty", info);
    if (op === "apply") return this.watchCall(self, values);
    if (op === "construct" || op === "set" || op === "delete") this.calls += 1;
    if (op !== "get") return undefined;
    const [key] = values;
    const isFunction = info.form === "function" || info.form === "class";
    if (isFunction && key === "toString" && this.isTrusted(self)) {
      this.examiner.fallBack("the tests read the source of a function");
    }
    return (answer) => this.got(self, info, key, answer);
  }

  got(self, info, key, answer) {
    if (this.isTrusted(self)) {
      if (this.modules.has(self)) return this.member(answer);
      // A table in a table of functions.
      const isData = isObject(answer) && this.bridge.info(answer) === undefined;
      return isData && this.names.has(self) ? this.named(answer) : answer;
    }
    if (typeof key !== "string" || typeof answer !== "function") return this.kept(self, info, key, answer);
    if (key === "then" && !this.isOwned(self)) return this.settling(self, answer);
    if (this.isAnswered(key)) {
      return (...values) => {
        this.judge(self, info, key, values);
        return Reflect.apply(answer, self, values);
      };
    }
    if (this.bridge.info(answer) !== undefined && !this.isOwned(self) && !TALKING.has(key)) {
      this.methods.set(answer, { owner: self, key });
    }
    return answer;
  }

  // Whether plain data, or what the tests define, has a method of this name.
  isAnswered(key) {
    return PLAIN.has(key) || key === "toJSON" || this.text.defines(key);
  }

  // A method that plain data has too is asked about the tests' values.
  judge(self, info, key, values) {
    const { examiner, text } = this;
    if (values.length === 0) return;
    const hasCallback = values.some((value) => typeof value === "function");
    if (!hasCallback && text.drops(key)) {
      this.changed.add(self);
      return;
    }
    if (this.mades.has(self) && text.asksDirectly(key)) return;
    const isText = key === "toJSON" && this.base(info) === Object.prototype;
    if (!isText && !this.wants(self, info)) examiner.disbelieve(info.name);
    examiner.decided(`${info.name}.${key}`);
  }

  // A function of the source's is called: as a method of something that was merely returned?
  watchCall(self, [receiver, ...values]) {
    this.calls += 1;
    const owner = this.bare(receiver);
    const key = this.method(self, owner);
    const isOther = isObject(owner) && this.returned.has(owner)
      && values.some((value) => isObject(value) && this.isKin(this.bridge.info(value)));
    if (values.length > 0 && (key !== undefined || isOther) && !this.text.drops(key)) {
      const info = this.bridge.info(owner);
      const isWanted = !this.isAnswered(key) || this.text.tells(key) || this.wants(owner, info);
      if (!isWanted) this.examiner.disbelieve(info?.name ?? "Object");
      this.examiner.decided(key === undefined ? "a method among its own objects"
        : `${info?.name ?? "Object"}.${key}`);
    }
    if (!isObject(owner) || !this.isOwned(owner)) return undefined;
    return (answer) => {
      // What methods make of a class that the tests use is what they test.
      if (isObject(answer) && !this.isOwned(answer) && this.isKin(this.bridge.info(answer))) {
        this.mades.add(answer);
        this.returned.add(answer);
      }
      return answer;
    };
  }

  method(self, owner) {
    const adopted = this.adopted.get(self);
    if (adopted !== undefined && adopted.owner === owner) return adopted.key;
    if (isObject(owner) && this.isOwned(owner)) return undefined;
    if (isObject(owner) && this.bridge.info(owner) === undefined) {
      if (this.isOfTests(owner) || Array.isArray(owner)) return undefined;
      return Object.keys(owner).find((key) => Object.getOwnPropertyDescriptor(owner, key).value === self);
    }
    return this.methods.get(self)?.key;
  }

  // A member that the source gives a shared value.
  admit(entry, key, value, isAccessor = false) {
    if (typeof value !== "function" && !isAccessor) return;
    if (!entry.isOwn) {
      if (POWERS.has(key)) throw new Malformed("data with a method by which it could judge itself");
      return;
    }
    const now = Object.getOwnPropertyDescriptor(entry.value, key);
    if (now !== undefined && value === (isAccessor ? now.get : now.value)) return;
    const { lending } = this.examiner;
    if (isAccessor ? now === undefined && !ASKED.has(key) : lending.isFree(entry.value, key, value)) {
      this.adopt(entry.value, key, value);
      return;
    }
    this.examiner.cannot = `the source puts \`${key}\` over what an object of the tests' has`;
    throw new Malformed("");
  }

  adopt(owner, key, value) {
    if (isObject(value)) this.adopted.set(value, { owner, key });
  }

  // MARK: Data that is no plain data

  base(info) {
    let kind = info.prototype;
    while (isObject(kind) && this.bridge.info(kind) !== undefined) kind = this.bridge.info(kind).prototype;
    return kind;
  }

  // An array, a Map or a Set with a class or members of its own, as it is between two calls; of other
  // objects nothing. What it holds is the source's word, what follows from that is not.
  copy(self, info) {
    const base = this.base(info);
    if (info.form !== "array" && base !== Map.prototype && base !== Set.prototype) return null;
    const known = this.copies.get(self);
    if (known?.calls === this.calls) return known.made;
    const answer = this.bridge.request("data", info.number, []);
    const [kind, members, items] = Array.isArray(answer) ? answer : [];
    if (!Array.isArray(members) || !Array.isArray(items)) throw new Malformed("a bad object");
    let made = null;
    if (kind === "array") {
      made = [];
      for (let i = 0; i < members.length; i += 2) {
        if (/^(0|[1-9]\d{0,8})$/.test(members[i])) made[members[i]] = members[i + 1];
      }
    } else if (kind === "map") {
      made = new Map();
      for (let i = 0; i < items.length; i += 2) made.set(items[i], items[i + 1]);
    } else if (kind === "set") {
      made = new Set(items);
    }
    this.copies.set(self, { calls: this.calls, made });
    return made;
  }

  // What the examiner says of such data by itself, where the tests want nothing else.
  own(self, info, key) {
    const isIndex = typeof key === "string" && /^\d+$/.test(key);
    const isFound = isIndex || key in Array.prototype || key in Map.prototype || key in Set.prototype;
    if (!isFound || key in Object.prototype || CHANGING.has(key) || this.wants(self, info)) return undefined;
    const copy = this.copy(self, info);
    if (copy === null || !isIndex && !(key in copy)) return undefined;
    const member = copy[key];
    return { answer: typeof member === "function" ? member.bind(copy) : member };
  }

  // The size of an object stays the same between two calls; one that is walked through, too, has
  // said what it holds twice.
  kept(self, info, key, answer) {
    if (key !== "length" && key !== "size" && key !== Symbol.iterator || this.wants(self, info)) return answer;
    const before = this.sizes.get(self);
    const now = before?.calls === this.calls ? before : { calls: this.calls, keys: new Map() };
    this.sizes.set(self, now);
    if (!now.keys.has(key)) now.keys.set(key, answer);
    if (now.keys.size > 1) this.examiner.decided(`${info.name}.${String(key)}`);
    return now.keys.get(key);
  }

  // A member of an object that a function returned: the source lists all that there are, and is not
  // told which of them the tests want. What is found here without asking for it is given at once.
  look(info, op, key) {
    if (op !== "get" && op !== "has" && op !== "descriptor") return undefined;
    const { bridge } = this;
    const self = bridge.known.get(info.number);
    if (this.isTrusted(self)) return undefined;
    if (op === "get") {
      const own = this.own(self, info, key);
      if (own !== undefined) return own;
    }
    if (typeof key !== "string") return undefined;
    const keys = bridge.request("keys", info.number, []);
    if (!Array.isArray(keys)) throw new Malformed("a list should stand here");
    if (keys.includes(key)) return undefined;
    if (op === "descriptor") return { answer: [] };
    const { prototype } = info;
    if (prototype === null || !Reflect.has(prototype, key)) return { answer: op === "has" ? false : undefined };
    if (op === "has") return { answer: true };
    const isPassive = prototype === Object.prototype || prototype === Function.prototype
      || bridge.info(prototype) === undefined && Object.prototype[key] === prototype[key];
    return isPassive && key !== "constructor" && key !== "__proto__"
      ? { answer: prototype[key] } : undefined;
  }

  // A thenable of the source's own: whether it is ever settled is seen here.
  settling(self, method) {
    return (kept, broken) => {
      const promise = new Promise((resolve, reject) => {
        Reflect.apply(method, self, [resolve, reject]);
      });
      this.open.add(promise);
      const end = () => this.open.delete(promise);
      promise.then(end, end);
      return promise.then(kept, broken);
    };
  }

  watchCoercion(self, info, hint) {
    if (hint !== "string") {
      if (!this.isSubject(self)) this.examiner.disbelieve(info.name);
      this.examiner.decided(`${info.name}.valueOf`);
    } else if (!this.isSubject(self) && !this.isError(info)) {
      this.examiner.decided(`${info.name}.toString`);
    }
    return undefined;
  }

  isError(info) {
    const base = this.base(info);
    return base === Error.prototype || isObject(base) && base instanceof Error;
  }

  // The tests decide how they are judged: an object that a function returned does not.
  refuse(what, info) {
    if (what !== "inheritance" && !this.isSubject(this.bridge.known.get(info.number))) {
      throw new TypeError(`${what} of a \`${info.name}\` of the source's cannot be had`);
    }
    return this.examiner.fallBack(`the tests use ${what} on a \`${info.name}\` of the source's`);
  }
}

module.exports = { Trust };
