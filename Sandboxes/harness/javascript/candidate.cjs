"use strict";
// The candidate's side of assertions: loads the source, then does what the examiner asks. It holds
// nothing of the tests, so whatever the source does to this process can only change its answers.
// Named `.cjs`, so that no `package.json` of the source's makes an ES module of it.

const {
  Dictionary, allKeys, apply, construct, descriptorOf, eachEntry, eachItem, get, has, isArray, ownKeys,
  prototypeOf, put, stringify, text, types,
} = require("./clean.cjs");
const { busy, kinds } = require("./busy.cjs");
const { CannotCross, encodeText } = require("./values.cjs");
const { Codec, Listed } = require("./exact.cjs");
const { Bridge } = require("./bridge.cjs");
const { ABSENT, Peer } = require("./peer.cjs");
const { MAKERS, byName, names } = require("./names.cjs");
const { ANSWERS, CALLS, Lines, Malformed } = require("./wire.cjs");
const { added } = require("./additions.cjs");
const { MISSING, Source } = require("./loading.cjs");

const TAIL = "\n;$assayEntry(function () { \"use strict\"; return eval(arguments[0]); });";
const leave = process.reallyExit.bind(process);
const report = console.error;
const { deleteProperty, defineProperty, has: isIn, get: getMember, set: setMember } = Reflect;
const { isMap, isNativeError, isSet } = types;
const passing = kinds("Immediate");
const clock = { setTimeout, clearTimeout, setImmediate, queueMicrotask };
const nextTick = process.nextTick.bind(process);
const firstConsole = { ...console };
const firstGlobals = new Dictionary();
for (const name of Reflect.ownKeys(globalThis)) {
  const member = descriptorOf(globalThis, name);
  if (typeof name === "string" && "value" in member) put(firstGlobals, name, member.value);
}
const makers = new Set(MAKERS);
const { toPrimitive } = Symbol;

const codec = new Codec(1);
const lines = new Lines(CALLS);
let source = null;

// MARK: The tests' objects

const bridge = new Bridge(codec, (op, number, values) => peer.request(op, number, values), {
  name: (value) => {
    const name = get(names, value);
    return name !== undefined && makers.has(name) ? name : undefined;
  },
  named: (name) => {
    const value = get(byName, name);
    if (value === undefined) throw new ReferenceError(`${name} is not here`);
    return value;
  },
  lendable: () => true,
  standIn: (value) => value,
  receiver: (value) => (value === globalThis ? undefined : value),
  watch: (info, op, values) => op === "get" ? (answer) => inherited(info, values[0], answer)
    : undefined,
  rejected: () => {},
  look: () => undefined,
  met: () => {},
  made: () => {},
  refuse: (what, info) => {
    throw new TypeError(`${what} of a \`${info.name}\` of the tests cannot be had`);
  },
});

// What every object brings is not asked of the tests: they say that it is not theirs.
function inherited(info, key, answer) {
  if (answer !== ABSENT) return answer;
  const proxy = get(bridge.known, info.number);
  for (let kind = info.prototype; kind !== null && kind !== undefined; kind = prototypeOf(kind)) {
    if (!has(names, kind)) continue;
    const found = descriptorOf(kind, key);
    if (found !== undefined) return found.get ? apply(found.get, proxy, []) : found.value;
  }
  return undefined;
}

// MARK: The source's objects

const actions = {
  get: (target, key) => getMember(Object(target), key, target),
  set: (target, key, value) => setMember(target, key, value, target),
  has: (target, key) => isIn(target, key),
  delete: (target, key) => deleteProperty(target, key),
  keys: (target) => new Listed(allKeys(target)),
  descriptor: (target, key) => {
    const member = descriptorOf(target, key);
    if (member === undefined) return new Listed([]);
    const { enumerable, writable } = member;
    return "value" in member ? new Listed([enumerable, writable, true, member.value])
      : new Listed([enumerable, false, false, member.get, member.set]);
  },
  define: (target, key, member) => defineProperty(target, key, member),
  apply: (target, self, ...values) => apply(target, self, values),
  construct: (target, ...values) => construct(target, values),
  primitive: (target, hint) => primitive(target, hint),
  data: (target) => data(target),
  // Names of the source's top level.
  name: (_, name) => named(name),
  assign: (_, name, value) => {
    source.assign(name, value);
    return true;
  },
  known: (_, name) => {
    try {
      const found = source.defined(name);
      if (found === MISSING) return source.exportedAs(name) !== MISSING;
      // What Node brings is not the source's.
      return !has(firstGlobals, name) || get(firstGlobals, name) !== found;
    } catch {
      return true;
    }
  },
  // A member that the source added to a built-in type.
  method: (_, kind, key, self, ...values) => {
    const found = descriptorOf(get(byName, kind), key);
    return apply(found.value ?? found.get, self, values);
  },
  exports: () => source.module === undefined ? source.exported : source.module.exports,
  console: (_, name, action) => {
    console[name] = action ?? firstConsole[name];
  },
};

function named(name) {
  const found = source.defined(name);
  if (found !== MISSING) return found;
  const exported = source.exportedAs(name);
  if (exported === MISSING) throw new ReferenceError(`${name} is not defined`);
  return exported;
}

function primitive(target, hint) {
  const own = target[toPrimitive];
  const isPrimitive = (value) => value === null || typeof value !== "object" && typeof value !== "function";
  if (own !== undefined && own !== null) {
    const value = apply(own, target, [hint]);
    if (isPrimitive(value)) return value;
  } else {
    for (const name of hint === "string" ? ["toString", "valueOf"] : ["valueOf", "toString"]) {
      const method = target[name];
      const value = typeof method === "function" ? apply(method, target, []) : target;
      if (isPrimitive(value)) return value;
    }
  }
  throw new TypeError("Cannot convert object to primitive value");
}

// An object's own members and items, for comparing.
function data(target) {
  const kind = isArray(target) ? "array" : isMap(target) ? "map" : isSet(target) ? "set"
    : isNativeError(target) ? "error" : "object";
  const keys = kind === "array" ? allKeys(target) : ownKeys(target);
  const members = [];
  const items = [];
  const keep = (key) => {
    members[members.length] = key;
    members[members.length] = target[key];
  };
  for (let i = 0; i < keys.length; i += 1) if (keys[i] !== "length") keep(keys[i]);
  if (kind === "error" && !ownKeys(target).includes("message")) keep("message");
  if (kind === "map") {
    eachEntry(target, (item, key) => {
      items[items.length] = key;
      items[items.length] = item;
    });
  }
  if (kind === "set") {
    eachItem(target, (item) => {
      items[items.length] = item;
    });
  }
  return new Listed([kind, new Listed(members), new Listed(items)]);
}

const peer = new Peer(codec, lines, ANSWERS,
  { asks: "ask", answers: "id", theirs: "id", replies: "reply" }, (frame, values) => {
    const action = own(actions, frame.do);
    const target = frame.of < 0 ? null : bridge.lentObject(frame.of);
    return apply(action, null, [target, ...values]);
  });
peer.onLost = () => leave(0);
peer.thrown = (error) => {
  lastLine = "null";
  try {
    if (isNativeError(error)) lastLine = source.line(text(error.stack));
  } catch {}
  return error;
};
let lastLine = "null";

function own(table, key) {
  const member = descriptorOf(table, key);
  if (member === undefined) throw new Malformed("an unknown request");
  return member.value;
}

// MARK: Turns

// Lets the source's own timers and promises go on for a while, then answers.
function turn(frame) {
  for (const [number, isKept, tree] of frame.settled) {
    bridge.settle(number, isKept, codec.decode(tree));
  }
  codec.applyChanges(frame.changed);
  let timer = null;
  let isOver = false;
  const finish = (isIdle) => {
    if (isOver) return;
    isOver = true;
    if (timer !== null) clock.clearTimeout(timer);
    bridge.onSettled = () => {};
    peer.send(`{"id":${frame.id},"value":null,${settled()},"idle":${isIdle}}`);
    serve();
  };
  const look = () => {
    if (isOver) return;
    if (bridge.settled.length > 0) return finish(false);
    const isIdle = busy(passing) === 0;
    if (isIdle && bridge.waiting.size === 0) return finish(true);
    timer = clock.setTimeout(() => finish(isIdle), frame.within);
  };
  // What is settled is told before anything else runs that the source has begun.
  const first = () => {
    if (bridge.settled.length > 0) return finish(false);
    bridge.onSettled = () => nextTick(() => finish(false));
    clock.setImmediate(() => clock.setImmediate(look));
  };
  clock.queueMicrotask(() => nextTick(first));
}

function settled() {
  const encoder = codec.encoder();
  const parts = [];
  for (const [number, isKept, value] of bridge.settled) {
    try {
      parts[parts.length] = `[${number},${isKept},${encoder.tree(value, 0)}]`;
    } catch (error) {
      if (!(error instanceof CannotCross)) throw error;
      parts[parts.length] = `[${number},false,${encodeText(`the value is ${error.what}`)}]`;
    }
  }
  bridge.settled = [];
  return `"settled":[${parts.join(",")}]${codec.changes(encoder)}`;
}

function serve() {
  for (;;) {
    const line = lines.next();
    if (line === null) leave(0);
    const frame = peer.parsed(line);
    codec.shared.forget();
    if (frame.do === "turn") return turn(frame);
    lastLine = "null";
    peer.depth = 1;
    const answer = peer.answer(frame);
    peer.depth = 0;
    peer.send(`{"id":${frame.id},"line":${lastLine},${answer}}`);
  }
}

async function main() {
  const start = peer.parsed(lines.next());
  const prelude = codec.text(start.prelude);
  source = new Source(process.argv[2], TAIL, prelude ? prelude + "\n" : "");
  try {
    await source.load();
  } catch (error) {
    report(error);
    peer.thrown(error);
    peer.send(`{"id":0,"line":${lastLine},${peer.written("raised", error)}}`);
    leave(0);
  }
  peer.send(`{"id":0,"ready":true,"added":${stringify(added())}}`);
  clock.setImmediate(serve);
}

main();
