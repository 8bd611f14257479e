"use strict";
// Frames between two processes: JSON, one a line, read and written without an event loop.

const { readSync, writeSync } = require("fs");
const { Bytes, bytesFrom, isArray, isSafe } = require("./clean.cjs");
const wait = Atomics.wait;

const CALLS = 3;
const ANSWERS = 4;

function send(descriptor, frame) {
  const bytes = bytesFrom(frame + "\n", "utf8");
  let sent = 0;
  while (sent < bytes.length) {
    try {
      sent += writeSync(descriptor, bytes, sent, bytes.length - sent);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

class Lines {
  constructor(descriptor, limit = Infinity) {
    this.descriptor = descriptor;
    this.limit = limit;
    this.parts = [];
    this.size = 0;
    this.chunk = Bytes.allocUnsafe(1 << 16);
  }

  // Whether something follows the line that was read last.
  get pending() {
    return this.size > 0;
  }

  read() {
    for (;;) {
      try {
        return readSync(this.descriptor, this.chunk, 0, this.chunk.length, null);
      } catch (error) {
        if (error.code === "EOF") return 0;
        if (error.code !== "EAGAIN") throw error;
        wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }
    }
  }

  // The next line without its end; `null` at the end of the stream.
  next() {
    for (;;) {
      if (this.parts.length > 0) {
        const last = this.parts[this.parts.length - 1];
        const end = last.indexOf(10);
        if (end >= 0) {
          this.parts[this.parts.length - 1] = last.subarray(0, end);
          const line = Bytes.concat(this.parts).toString("utf8");
          const rest = last.subarray(end + 1);
          this.parts = rest.length > 0 ? [rest] : [];
          this.size = rest.length;
          return line;
        }
      }
      if (this.size > this.limit) throw new Malformed(`a frame is larger than ${this.limit} bytes`);
      const count = this.read();
      if (count === 0) return null;
      this.parts[this.parts.length] = bytesFrom(this.chunk.subarray(0, count));
      this.size += count;
    }
  }
}

// A frame that no honest peer sends.
class Malformed extends Error {}

function expectList(value, length) {
  if (!isArray(value) || length !== undefined && value.length !== length) {
    throw new Malformed("a list should stand here");
  }
  return value;
}

function expectText(value) {
  if (typeof value !== "string") throw new Malformed("a text should stand here");
  return value;
}

function expectNumber(value) {
  if (!isSafe(value) || value < 0) throw new Malformed("a number should stand here");
  return value;
}

module.exports = {
  ANSWERS, CALLS, Lines, Malformed, expectList, expectNumber, expectText, send,
};
