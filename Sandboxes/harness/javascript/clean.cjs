"use strict";
// What the language brings, kept before the source runs: sources add to built-in types.

const { types } = require("util");

const unbound = (method) => Function.prototype.call.bind(method);
const List = Array;
const Bytes = Buffer;
const Time = Date;
const Dictionary = Map;
const Group = Set;

module.exports = {
  List, Bytes, Time, Dictionary, Group, Failure: Error, WeakDictionary: WeakMap, unbound,
  apply: Reflect.apply,
  construct: Reflect.construct,
  ownKeys: Object.keys,
  allKeys: Reflect.ownKeys,
  define: Object.defineProperty,
  descriptorOf: Object.getOwnPropertyDescriptor,
  prototypeOf: Object.getPrototypeOf,
  setPrototype: Object.setPrototypeOf,
  create: Object.create,
  isArray: Array.isArray,
  isView: ArrayBuffer.isView,
  isSafe: Number.isSafeInteger,
  isFinite: Number.isFinite,
  same: Object.is,
  text: String,
  number: Number,
  bigint: BigInt,
  stringify: JSON.stringify,
  parseJSON: JSON.parse,
  bytesFrom: Bytes.from,
  toBase64: unbound(Bytes.prototype.toString),
  at: unbound(String.prototype.charCodeAt),
  slice: unbound(String.prototype.slice),
  indexOf: unbound(String.prototype.indexOf),
  find: unbound(RegExp.prototype.exec),
  has: unbound(Dictionary.prototype.has),
  get: unbound(Dictionary.prototype.get),
  put: unbound(Dictionary.prototype.set),
  drop: unbound(Dictionary.prototype.delete),
  eachEntry: unbound(Dictionary.prototype.forEach),
  include: unbound(Group.prototype.add),
  holds: unbound(Group.prototype.has),
  eachItem: unbound(Group.prototype.forEach),
  weakGet: unbound(WeakMap.prototype.get),
  weakPut: unbound(WeakMap.prototype.set),
  weakDrop: unbound(WeakMap.prototype.delete),
  sort: unbound(List.prototype.sort),
  join: unbound(List.prototype.join),
  toISO: unbound(Time.prototype.toISOString),
  timeOf: unbound(Time.prototype.getTime),
  then: unbound(Promise.prototype.then),
  objectPrototype: Object.prototype,
  types,
};
