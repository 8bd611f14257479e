"use strict";
// What the language itself brings, by name: each side has its own.

const { Dictionary } = require("./clean.cjs");

const GLOBALS = new Set(("AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array" +
  " BigUint64Array Boolean DataView Date Error EvalError FinalizationRegistry Float32Array" +
  " Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN" +
  " Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer" +
  " String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array" +
  " Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI" +
  " encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined" +
  " unescape").split(" "));
// These lead nowhere when a source hands them to its tests.
const MAKERS = new Set(("Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date" +
  " Error EvalError Float32Array Float64Array Int16Array Int32Array Int8Array Map Number Object" +
  " Promise RangeError ReferenceError RegExp Set String Symbol SyntaxError TypeError URIError" +
  " Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet").split(" "));

// With a function under one of these, an object could judge itself: it stays where it is.
const LATER = ("union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom" +
  " take drop toArray getOrInsert getOrInsertComputed").split(" ");
const MARKUP = new Set(("anchor big blink bold fixed fontcolor fontsize italics link small strike sub" +
  " sup").split(" "));
const PLAIN = new Set(LATER);
for (const kind of [Array, Object, String, Number, Boolean, BigInt, Symbol, Date, Map, Set, WeakMap, WeakSet,
  RegExp, Promise, Error, Function, ArrayBuffer, DataView, Object.getPrototypeOf(Uint8Array)]) {
  for (const key of Reflect.ownKeys(kind.prototype)) {
    if (typeof key === "string" && key !== "constructor" && !MARKUP.has(key)) PLAIN.add(key);
  }
}
const POWERS = new Set([...PLAIN, "constructor", "toJSON", "equals", "isEqual", "contains", "compare",
  "compareTo"]);

// What every object is asked, and what the language asks for unasked.
const ASKED = new Set([...Object.getOwnPropertyNames(Object.prototype), "toJSON", "then"]);

const byName = new Dictionary();
const names = new Dictionary();
const prototypes = new Set();

function add(name, value) {
  if (value === null || typeof value !== "object" && typeof value !== "function") return false;
  if (names.has(value)) return false;
  names.set(value, name);
  byName.set(name, value);
  return true;
}

function addMembers(name, value) {
  for (const key of Reflect.ownKeys(value)) {
    const member = Object.getOwnPropertyDescriptor(value, key);
    const path = `${name}.${typeof key === "symbol" ? `@@${key.description}` : key}`;
    for (const found of [member.value, member.get, member.set]) {
      if (typeof found === "function" && key !== "constructor") {
        add(found === member.set ? `${path}=` : path, found);
      }
    }
  }
}

function addPrototype(name, value) {
  prototypes.add(value);
  add(name, value);
  addMembers(name, value);
}

for (const name of GLOBALS) {
  const value = globalThis[name];
  if (name === "globalThis" || name === "undefined" || !add(name, value)) continue;
  addMembers(name, value);
  if (typeof value === "function" && value.prototype) addPrototype(`${name}.prototype`, value.prototype);
}
const next = (value) => Object.getPrototypeOf(value);
const hidden = {
  "%Generator%": next(next(function* () {}.prototype)),
  "%GeneratorFunction%": next(function* () {}),
  "%AsyncGenerator%": next(next((async function* () {}).prototype)),
  "%AsyncGeneratorFunction%": next(async function* () {}),
  "%AsyncFunction%": next(async () => {}),
  "%AsyncIterator%": next(next((async function* () {}).prototype) && next(next((async function* () {}).prototype))),
  "%ArrayIterator%": next([][Symbol.iterator]()),
  "%MapIterator%": next(new Map()[Symbol.iterator]()),
  "%SetIterator%": next(new Set()[Symbol.iterator]()),
  "%StringIterator%": next(""[Symbol.iterator]()),
  "%RegExpStringIterator%": next("".matchAll(/x/g)),
  "%IteratorPrototype%": next(next([][Symbol.iterator]())),
  "%TypedArray.prototype%": next(Uint8Array.prototype),
};
for (const name of Object.keys(hidden)) {
  if (hidden[name] !== null && !names.has(hidden[name])) addPrototype(name, hidden[name]);
}
add("%TypedArray%", next(Uint8Array));
add("%GeneratorFunction.constructor%", next(function* () {}).constructor);
add("%AsyncFunction.constructor%", next(async () => {}).constructor);
add("%AsyncGeneratorFunction.constructor%", next(async function* () {}).constructor);
prototypes.add(Object.prototype);

module.exports = { ASKED, GLOBALS, MAKERS, PLAIN, POWERS, byName, names, prototypes };
