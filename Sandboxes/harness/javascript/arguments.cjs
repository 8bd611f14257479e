"use strict";
// Arguments as other languages write them, in JavaScript's own types.

const {
  Dictionary, Group, Time, at, bigint, bytesFrom, define, eachEntry, find, get, include, indexOf,
  isArray, isFinite, isSafe, number, parseJSON, put, slice,
} = require("./clean.cjs");
const { fromWobbly } = require("./values.cjs");

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

module.exports = { Decoder, Reader };
