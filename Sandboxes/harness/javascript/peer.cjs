"use strict";
// One end of the pipes between examiner and candidate. Either side may ask while it works for the
// other, so requests nest; each is answered before the one that it stands in.

const { isArray, join, parseJSON, stringify } = require("./clean.cjs");
const { CannotCross, encodeText } = require("./values.cjs");
const { Malformed, expectText, send } = require("./wire.cjs");

const MAX_NESTING = 300;
const StackOverflow = RangeError;
// Says of a member that the object itself has none of the name.
const ABSENT = Symbol("absent");

class Peer {
  // `asks` and `answers` name the numbers of this side's requests and of its answers to the other's.
  constructor(codec, lines, output, { asks, answers, theirs, replies }, perform) {
    this.codec = codec;
    this.lines = lines;
    this.output = output;
    this.asks = asks;
    this.answers = answers;
    this.theirs = theirs;
    this.replies = replies;
    this.perform = perform;
    this.count = 0;
    this.depth = 0;
    // Whether a request's `this` is being read.
    this.isReceiver = false;
    // What could not cross, of the request that was sent last.
    this.onLost = () => {};
    // Whether anything behind a frame is a fault.
    this.isStrict = false;
  }

  send(text) {
    send(this.output, text);
  }

  frame(op, number, values) {
    if (this.depth === 0) this.codec.shared.forget();
    const encoder = this.codec.encoder();
    const parts = [];
    for (let i = 0; i < values.length; i += 1) parts[i] = encoder.tree(values[i], 0);
    return `"do":"${op}","of":${number},"args":[${join(parts, ",")}]${this.codec.changes(encoder)}`;
  }

  request(op, number, values) {
    if (this.depth >= MAX_NESTING) throw new StackOverflow("Maximum call stack size exceeded");
    return this.outcome(this.exchange(this.frame(op, number, values)));
  }

  // Sends a request, and serves the other side's until the answer comes.
  exchange(body) {
    this.count += 1;
    const own = this.count;
    this.send(`{"${this.asks}":${own},${body}}`);
    this.depth += 1;
    try {
      return this.receive(own);
    } finally {
      this.depth -= 1;
    }
  }

  receive(own) {
    for (;;) {
      const line = this.lines.next();
      if (line === null) return this.onLost();
      if (this.isStrict && this.lines.pending) throw new Malformed("not one answer to one call");
      const frame = this.parsed(line);
      if (this.theirs in frame) {
        this.serve(frame);
        continue;
      }
      if (frame[this.replies] !== own) throw new Malformed("an answer to another call");
      return frame;
    }
  }

  parsed(line) {
    let frame;
    try {
      frame = parseJSON(line);
    } catch {
      throw new Malformed("no JSON");
    }
    if (frame === null || typeof frame !== "object" || isArray(frame)) {
      throw new Malformed("not one answer to one call");
    }
    return frame;
  }

  outcome(frame) {
    if ("cannot" in frame) throw new CannotCross(expectText(frame.cannot));
    if (frame.absent === true) return ABSENT;
    if ("raised" in frame) throw this.understood(frame.raised, frame.changed);
    if (!("value" in frame)) throw new Malformed("an answer without a value");
    return this.understood(frame.value, frame.changed);
  }

  // The value of a frame, and what has changed with it; what does not fit is no exception of the
  // other side's.
  understood(tree, changed) {
    try {
      const value = this.codec.decode(tree);
      this.codec.applyChanges(changed);
      return value;
    } catch (error) {
      throw error instanceof Malformed ? error : new Malformed("a value that cannot be read");
    }
  }

  serve(frame) {
    if (this.depth > MAX_NESTING + 10) throw new Malformed("nested too deep");
    this.depth += 1;
    const text = this.answer(frame);
    this.depth -= 1;
    this.send(`{"${this.answers}":${stringify(frame[this.theirs])},${text}}`);
  }

  // Does what a request asks for; the answer without its number.
  answer(frame) {
    const values = [];
    if (!isArray(frame.args)) throw new Malformed("a request without arguments");
    for (let i = 0; i < frame.args.length; i += 1) {
      this.isReceiver = frame.do === "apply" && i === 0;
      values[i] = this.understood(frame.args[i]);
    }
    this.isReceiver = false;
    this.understood(null, frame.changed);
    let value;
    try {
      value = this.perform(frame, values);
    } catch (error) {
      return this.written("raised", this.thrown(error));
    }
    return value === ABSENT ? '"absent":true' : this.written("value", value);
  }

  thrown(error) {
    return error;
  }

  written(key, value, extra = "") {
    try {
      const encoder = this.codec.encoder();
      const text = encoder.tree(value, 0);
      return `"${key}":${text}${extra}${this.codec.changes(encoder)}`;
    } catch (error) {
      if (error instanceof StackOverflow) return '"cannot":"nested too deep"';
      if (!(error instanceof CannotCross)) throw error;
      return `"cannot":${encodeText(error.what)}`;
    }
  }
}

module.exports = { ABSENT, Peer };
