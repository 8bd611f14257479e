"use strict";
// Arrays, objects, maps and so on that two processes share: each has its own, under one number,
// and whoever hands over control says what it changed.

const {
  Bytes, Dictionary, WeakDictionary, allKeys, define, descriptorOf, drop,
  eachEntry, eachItem, get, has, isArray, isView, objectPrototype, ownKeys, prototypeOf, put, same,
  timeOf, types, unbound, weakDrop, weakGet, weakPut,
} = require("./clean.cjs");

const { isBoxedPrimitive, isDate, isMap, isNativeError, isProxy, isRegExp, isSet } = types;
const { freeze, isExtensible, isFrozen, isSealed, preventExtensions, seal } = Object;
const { poolSize } = Bytes;
const MAX_KEPT = 1_000;
const MAX_ITEMS = 20_000;
const MAX_LOOKED_AT = 10_000;

const intrinsic = {
  array: Array.prototype, object: objectPrototype, map: Map.prototype, set: Set.prototype,
  date: Date.prototype, regexp: RegExp.prototype, buffer: ArrayBuffer.prototype,
  bytes: Bytes.prototype,
};
const views = new Dictionary();
for (const kind of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array,
  Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView]) {
  views.set(kind.prototype, kind.name);
}
views.set(Bytes.prototype, "Buffer");
const errors = new Dictionary();
for (const kind of [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError,
  AggregateError]) {
  errors.set(kind.prototype, kind.name);
}
const boxes = [Number.prototype, String.prototype, Boolean.prototype, BigInt.prototype];

// How far an object is closed: 0 not at all, 1 to new members, 2 to deleting, 3 to all changes.
function levelOf(value) {
  return isExtensible(value) ? 0 : isFrozen(value) ? 3 : isSealed(value) ? 2 : 1;
}

function close(value, level) {
  if (level === 1) preventExtensions(value);
  if (level === 2) seal(value);
  if (level === 3) freeze(value);
}

// Whether an object is nothing but its members; one with a method by which it could judge itself
// (`isPower` of the name and the function) stays where it is.
function isRecord(value, isPower) {
  const prototype = prototypeOf(value);
  if (prototype !== objectPrototype && prototype !== null) return false;
  const keys = allKeys(value);
  const level = levelOf(value);
  for (let i = 0; i < keys.length; i += 1) {
    if (typeof keys[i] === "symbol") return false;
    const member = descriptorOf(value, keys[i]);
    if (!member.enumerable || !member.configurable && level < 2) return false;
    if ("value" in member && !member.writable && level < 3) return false;
    const method = member.value ?? member.get;
    if (typeof method === "function" && isPower(keys[i], method)) return false;
  }
  return true;
}

// Whether an array or an error has no such method.
function isPlain(value, isPower) {
  if (isArray(value) && value.length > MAX_LOOKED_AT) return true;
  const keys = allKeys(value);
  if (isArray(value) && isDense(value, keys)) return true;
  for (let i = 0; i < keys.length; i += 1) {
    if (typeof keys[i] === "symbol") continue;
    const member = descriptorOf(value, keys[i]).value;
    if (typeof member === "function" && isPower(keys[i], member)) return false;
  }
  return true;
}

function isDense(value, keys) {
  return keys.length === value.length + 1
    && (value.length === 0 || keys[value.length - 1] === `${value.length - 1}`);
}

// How a value crosses: as data of a kind, or (`null`) as a handle.
function kindOf(value, isPower) {
  if (typeof value === "function" || isProxy(value)) return null;
  const prototype = prototypeOf(value);
  if (isArray(value)) {
    return prototype === intrinsic.array && isPlain(value, isPower) ? "array" : null;
  }
  if (isView(value)) return has(views, prototype) ? "view" : null;
  if (prototype === objectPrototype || prototype === null) {
    return isRecord(value, isPower) ? "object" : null;
  }
  if (isMap(value)) return prototype === intrinsic.map && isBare(value) ? "map" : null;
  if (isSet(value)) return prototype === intrinsic.set && isBare(value) ? "set" : null;
  if (isDate(value)) return prototype === intrinsic.date && isBare(value) ? "date" : null;
  if (isRegExp(value)) return prototype === intrinsic.regexp ? "regexp" : null;
  if (isNativeError(value)) {
    return has(errors, prototype) && isPlain(value, isPower) ? "error" : null;
  }
  if (prototype === intrinsic.buffer) return "buffer";
  if (isBoxedPrimitive(value)) {
    for (let i = 0; i < boxes.length; i += 1) if (boxes[i] === prototype) return "boxed";
  }
  return null;
}

function isBare(value) {
  return allKeys(value).length === 0;
}

// An array's holes and members that are no items; `null` if it has neither.
function oddities(value) {
  if (value.length > MAX_LOOKED_AT && !hasHole(value)) return null;
  const keys = allKeys(value);
  if (isDense(value, keys)) return null;
  const extras = [];
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i];
    if (typeof key === "symbol" || key === "length" || isIndex(key, value.length)) continue;
    const member = descriptorOf(value, key);
    if ("value" in member && member.enumerable) extras[extras.length] = [key, member.value];
  }
  return extras;
}

function hasHole(value) {
  for (let i = 0; i < value.length; i += 1) if (!(i in value)) return true;
  return false;
}

function isIndex(key, length) {
  const place = +key;
  return place >= 0 && place < length && `${place}` === key;
}

const copyItems = unbound(Array.prototype.slice);
const viewed = (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength);

// What is compared to see whether a value has changed; kinds without one do not change.
function shadowOf(value, kind) {
  const level = levelOf(value);
  switch (kind) {
    case "array": return { level, size: value.length, items: copyItems(value), extras: oddities(value) };
    case "object": return { level, ...membersOf(value) };
    case "map": return { level, size: value.size, ...entriesOf(value) };
    case "set": {
      const items = [];
      eachItem(value, (item) => {
        items[items.length] = item;
      });
      return { level, size: items.length, items };
    }
    case "date": return { level, size: 1, items: [timeOf(value)] };
    case "regexp": return { level, size: 1, items: [value.lastIndex] };
    case "buffer": return { level, size: value.byteLength, items: copyItems(new Uint8Array(value), 0) };
    // What a view holds is its buffer's, where that is shared.
    case "view": return isOfShared(value) ? null : { level, size: value.byteLength, items: copyItems(viewed(value), 0) };
    default: return null;
  }
}

// Whether a view's buffer is shared, too; small `Buffer`s stand in one that is Node's own.
function isOfShared(value) {
  const { buffer } = value;
  return prototypeOf(buffer) === intrinsic.buffer
    && (prototypeOf(value) !== intrinsic.bytes || buffer.byteLength !== poolSize);
}

function membersOf(value) {
  const keys = allKeys(value);
  const items = [];
  for (let i = 0; i < keys.length; i += 1) {
    const member = descriptorOf(value, keys[i]);
    if ("value" in member) {
      items[items.length] = keys[i];
      items[items.length] = member.value;
    } else {
      items[items.length] = keys[i];
      items[items.length] = member.get;
      items[items.length] = member.set;
    }
  }
  return { size: keys.length, items };
}

function entriesOf(value) {
  const items = [];
  eachEntry(value, (item, key) => {
    items[items.length] = key;
    items[items.length] = item;
  });
  return { items };
}

// Whether a value still is what its shadow says; asked of all of them in each frame.
function isUnchanged({ value, kind, shadow }) {
  if (isExtensible(value) !== (shadow.level === 0)) return false;
  switch (kind) {
    case "array": return isSameList(value, shadow.items) && isSameExtras(value, shadow.extras);
    case "object": return isSameMembers(value, shadow);
    case "view": return isSameList(viewed(value), shadow.items);
    case "buffer": return isSameList(new Uint8Array(value), shadow.items);
    default: {
      const now = shadowOf(value, kind);
      return isSameList(now.items, shadow.items);
    }
  }
}

function isSameList(left, right) {
  if (left.length !== right.length) return false;
  for (let i = 0; i < right.length; i += 1) if (!same(left[i], right[i])) return false;
  return true;
}

function isSameExtras(value, extras) {
  if (extras === null) return true;
  const now = oddities(value);
  if (now === null || now.length !== extras.length) return false;
  for (let i = 0; i < extras.length; i += 1) {
    if (now[i][0] !== extras[i][0] || !same(now[i][1], extras[i][1])) return false;
  }
  return true;
}

function isSameMembers(value, shadow) {
  if (shadow.items.length !== shadow.size * 2) return isSameList(membersOf(value).items, shadow.items);
  const keys = allKeys(value);
  if (keys.length !== shadow.size) return false;
  for (let i = 0; i < keys.length; i += 1) {
    if (keys[i] !== shadow.items[2 * i]) return false;
    if (!same(value[keys[i]], shadow.items[2 * i + 1])) return false;
  }
  return true;
}

// The values that are shared, with what the other side last knew of each.
class Shared {
  // `parity` keeps the numbers that the two sides give apart.
  constructor(parity) {
    this.next = parity;
    this.numbers = new WeakDictionary();
    this.entries = new Dictionary();
    this.items = 0;
    this.turn = 0;
  }

  entry(value) {
    return weakGet(this.numbers, value);
  }

  numbered(number) {
    return get(this.entries, number);
  }

  add(value, kind, number) {
    // A number that the other side gives is for a value of its own, or for one forgotten here.
    const isOwn = number === undefined;
    if (isOwn) {
      number = this.next;
      this.next += 2;
    }
    const entry = { value, kind, number, isOwn, shadow: null, turn: 0, size: 0 };
    weakPut(this.numbers, value, entry);
    put(this.entries, number, entry);
    return entry;
  }

  // The other side knows the value as it is now.
  settle(entry) {
    this.items -= entry.size;
    entry.shadow = shadowOf(entry.value, entry.kind);
    entry.size = entry.shadow === null ? 0 : entry.shadow.size;
    this.items += entry.size;
    // The latest stand last.
    drop(this.entries, entry.number);
    put(this.entries, entry.number, entry);
  }

  // Forgets what crossed long ago; only while neither side waits for the other.
  forget() {
    if (this.entries.size <= MAX_KEPT && this.items <= MAX_ITEMS) return;
    const entries = this.all();
    let count = entries.length;
    const isMuch = () => count > MAX_KEPT * 0.75 || this.items > MAX_ITEMS * 0.75;
    for (let i = 0; i < entries.length && isMuch(); i += 1) {
      drop(this.entries, entries[i].number);
      weakDrop(this.numbers, entries[i].value);
      this.items -= entries[i].size;
      count -= 1;
    }
  }

  all() {
    const entries = [];
    eachEntry(this.entries, (entry) => {
      entries[entries.length] = entry;
    });
    return entries;
  }

  // What this side changed and has not told in this turn.
  changed() {
    const entries = this.all();
    const found = [];
    for (let i = 0; i < entries.length; i += 1) {
      const entry = entries[i];
      if (entry.turn === this.turn || entry.shadow === null) continue;
      if (!isUnchanged(entry)) found[found.length] = entry;
    }
    return found;
  }
}

// Makes a value what the other side says that it is.
const contents = {
  array(value, items, extras) {
    value.length = 0;
    for (let i = 0; i < items.length; i += 1) {
      if (items[i].hole !== true) member(value, i, items[i].value);
    }
    value.length = items.length;
    const keys = extras === null ? [] : ownKeys(value);
    for (let i = 0; i < keys.length; i += 1) {
      if (!isIndex(keys[i], value.length)) delete value[keys[i]];
    }
    for (let i = 0; extras !== null && i < extras.length; i += 1) {
      member(value, extras[i][0], extras[i][1]);
    }
  },
  object(value, members) {
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i += 1) delete value[keys[i]];
    for (let i = 0; i < members.length; i += 1) {
      const [key, first, second] = members[i];
      if (members[i].length === 2) member(value, key, first);
      else define(value, key, { get: first, set: second, enumerable: true, configurable: true });
    }
  },
};

function member(target, key, value) {
  define(target, key, { value, writable: true, enumerable: true, configurable: true });
}

module.exports = {
  Shared, close, contents, errors, isOfShared, kindOf, levelOf, oddities, viewed, views,
};
