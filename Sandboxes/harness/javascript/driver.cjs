"use strict";
// The candidate's side of `function` tests: runs the source, then answers calls. It holds no
// expected value, so whatever the source does to this process can only change its answers.
// Started by a shell that put the judge's pipes on descriptors 3 and 4, /dev/null on 0 and
// standard error on 1; Node hands none but 0 to 2 to other programs. Named `.cjs`, so that no
// `package.json` of the source's makes an ES module of it.

const {
  apply, construct, find, get, join, objectPrototype, prototypeOf, slice, text, Failure,
} = require("./clean.cjs");
const { Decoder, Reader } = require("./arguments.cjs");
const { CannotCross, Encoder, encodeText, nameOf } = require("./values.cjs");
const { ANSWERS, CALLS, Lines, send } = require("./wire.cjs");
const { MISSING, Source, isName } = require("./loading.cjs");

const [FIRST] = "ASSAY_ENTRY_POINT".split(/[.#]/, 1);
const leave = process.reallyExit.bind(process);
const source = new Source(process.argv[2], isName(FIRST) ? `\n;$assayEntry(() => ${FIRST});` : "");

function answerWith(frame) {
  try {
    send(ANSWERS, frame);
  } catch {
    leave(1);
  }
}

function member(name) {
  const found = name === FIRST ? source.defined() : undefined;
  if (found !== undefined && found !== MISSING) return found;
  const exported = source.exportedAs(name);
  if (exported !== MISSING) return exported;
  const module = source.exported;
  if (typeof module === "function") return module;
  if (typeof module?.default === "function") return module.default;
  throw new ReferenceError(`${name} is not defined`);
}

function invoke(name, values) {
  const parts = find(/^([^.#]*)(?:([.#])(.*))?$/, name);
  const target = member(parts[1]);
  if (!parts[2]) {
    if (typeof target !== "function") throw new TypeError(`${name} is not a function`);
    return apply(target, undefined, values);
  }
  let owner = target;
  const shared = typeof target === "function" && typeof target[parts[3]] === "function";
  if (typeof target === "function" && (parts[2] === "#" || !shared
      || typeof target.prototype?.[parts[3]] === "function")) {
    owner = construct(target, []);
  }
  if (typeof owner[parts[3]] !== "function") throw new TypeError(`${name} is not a function`);
  return apply(owner[parts[3]], owner, values);
}

function raised(error) {
  const names = [];
  let message = "";
  let line = "null";
  try {
    if (error instanceof Failure) {
      message = text(error.message);
      if (typeof error.name === "string") names[0] = error.name;
      for (let kind = error; ; ) {
        const next = prototypeOf(kind);
        if (next === null || next === objectPrototype || names.length > 30) break;
        const name = nameOf(kind);
        if (names[names.length - 1] !== name) names[names.length] = name;
        kind = next;
      }
      line = source.line(text(error.stack));
    } else {
      names[0] = error !== null && typeof error === "object" ? nameOf(error) : typeof error;
      message = text(error !== null && typeof error === "object" && "message" in error
        ? error.message : error);
    }
  } catch {}
  const types = [];
  for (let i = 0; i < names.length; i += 1) {
    types[i] = `["",${encodeText(slice(names[i], 0, 200))}]`;
  }
  return `"raised":{"types":[${join(types, ",")}],` +
    `"message":${encodeText(slice(message, 0, 65536))},"args":null,"line":${line}}`;
}

async function answer(call) {
  const body = get(get(call, "args"), "$tuple");
  const decoder = new Decoder();
  const values = decoder.list(body[0]);
  // JavaScript has no arguments by name: they come as one object, the last argument.
  if (body[1].size > 0) values[values.length] = decoder.value(body[1]);
  const observed = get(call, "observe");
  const kept = observed === undefined ? undefined : values[observed.value()];
  let result;
  try {
    result = await invoke(get(call, "name"), values);
  } catch (error) {
    return raised(error);
  }
  try {
    return `"value":${new Encoder().encode(observed === undefined ? result : kept)}`;
  } catch (error) {
    if (error instanceof CannotCross) return `"cannot":${encodeText(error.what)}`;
    return raised(error);
  }
}

async function main() {
  const lines = new Lines(CALLS);
  const start = new Reader(lines.next()).value();
  try {
    await source.load();
  } catch (error) {
    console.error(error);
    answerWith(`{"id":${get(start, "id").word},${raised(error)}}`);
    leave(0);
  }
  answerWith(`{"id":${get(start, "id").word},"ready":true}`);
  for (let line = lines.next(); line !== null; line = lines.next()) {
    const call = new Reader(line).value();
    answerWith(`{"id":${get(call, "id").word},${await answer(call)}}`);
  }
  leave(0);
}

main();
