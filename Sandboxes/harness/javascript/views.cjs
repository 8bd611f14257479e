"use strict";
// Buffers and their views as they cross: views of one buffer stay views of one buffer.

const { Dictionary, bytesFrom, eachEntry, get, has, prototypeOf, toBase64, types } =
  require("./clean.cjs");
const { Malformed, expectNumber, expectText } = require("./wire.cjs");
const { isOfShared, viewed, views } = require("./shared.cjs");

const { isArrayBuffer } = types;
const makers = new Dictionary();
eachEntry(views, (name, prototype) => {
  makers.set(name, name === "Buffer" ? null : prototype.constructor);
});

const encodeBuffer = (value) => `{"$js":["buffer","${toBase64(bytesFrom(value), "base64")}"]}`;

function encodeView(value, encoder, depth) {
  const name = get(views, prototypeOf(value));
  if (isOfShared(value)) {
    return `{"$js":["view","${name}",${encoder.tree(value.buffer, depth + 1)},${value.byteOffset},` +
      `${value.length ?? value.byteLength}]}`;
  }
  return `{"$js":["view","${name}","${toBase64(bytesFrom(viewed(value)), "base64")}"]}`;
}

function bufferOf(body, before) {
  const bytes = new Uint8Array(bytesFrom(expectText(body[1]), "base64"));
  if (before === null || before.byteLength !== bytes.length) return bytes.buffer;
  new Uint8Array(before).set(bytes);
  return before;
}

// The view that a definition tells of: the one that is there, or a new one.
function viewOf(body, before, codec, depth) {
  if (!has(makers, body[1])) throw new Malformed("an unknown view");
  const maker = get(makers, body[1]);
  if (body.length !== 5) {
    const bytes = bytesFrom(expectText(body[2]), "base64");
    if (before === null || before.byteLength !== bytes.length) {
      return maker === null ? bytes : new maker(new Uint8Array(bytes).buffer);
    }
    viewed(before).set(bytes);
    return before;
  }
  const buffer = codec.decode(body[2], depth + 1);
  if (!isArrayBuffer(buffer)) throw new Malformed("an unknown buffer");
  const place = expectNumber(body[3]);
  const length = expectNumber(body[4]);
  if (before !== null && before.buffer === buffer && before.byteOffset === place) return before;
  return maker === null ? bytesFrom(buffer, place, length) : new maker(buffer, place, length);
}

module.exports = { bufferOf, encodeBuffer, encodeView, viewOf };
