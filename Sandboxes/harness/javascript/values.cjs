"use strict";
// Plain data as it is written for other languages; what is the same for all of Assay's guests.

const {
  at, bytesFrom, descriptorOf, eachEntry, eachItem, find, get, has, isArray,
  isFinite, isSafe, isView, join, objectPrototype, ownKeys, prototypeOf, put, same, slice, sort,
  stringify, text, toBase64, toISO, types, Dictionary,
} = require("./clean.cjs");

const MAX_DEPTH = 200;
const MAX_LENGTH = 16 << 20;
const { isDate, isMap, isSet } = types;

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

module.exports = {
  CannotCross, Encoder, MAX_LENGTH, encodeNumber, encodeText, fromWobbly, isPlain, nameOf,
  wellFormed,
};
