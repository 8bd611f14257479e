"use strict";
// Both sides' timers and promises, in turns: while the examiner has nothing to run, the candidate has.

const { promisify } = require("util");
const { promiseHooks } = require("v8");
const { busy, kinds } = require("./busy.cjs");
const { CannotCross } = require("./values.cjs");
const { Malformed, expectList } = require("./wire.cjs");

const passing = kinds("Immediate");
const { setImmediate: soon } = globalThis;
const now = Date.now;
const MAX_IDLE_TURNS = 5;
const MAX_LEFT_OVER_MS = 5_000;
const LONG_TURN_MS = 100;

const pause = () => new Promise((resolve) => {
  soon(resolve);
});

// Promises of the source's that the tests wait for.
const awaited = new WeakSet();
function watchPromises(bridge) {
  promiseHooks?.onInit((promise, parent) => {
    if (parent !== undefined && bridge.info(parent) !== undefined) awaited.add(parent);
  });
}

function isAwaiting(examiner) {
  const { bridge } = examiner;
  if (examiner.trust.open.size > 0) return true;
  for (const number of bridge.waiting.keys()) if (awaited.has(bridge.known.get(number))) return true;
  return false;
}

// Lets the candidate's event loop run for some milliseconds; whether it had nothing to do.
function turn(examiner, within) {
  const { bridge, codec, peer } = examiner;
  const encoder = codec.encoder();
  const settled = bridge.settled.map(([number, isKept, value]) => {
    try {
      return `[${number},${isKept},${encoder.tree(value, 0)}]`;
    } catch (error) {
      if (!(error instanceof CannotCross)) throw error;
      return examiner.fallBack(`a promise of the tests' gives a \`${error.what}\``);
    }
  });
  bridge.settled = [];
  const answer = peer.exchange(
    `"do":"turn","within":${within},"settled":[${settled.join(",")}]${codec.changes(encoder)}`);
  for (const item of expectList(answer.settled)) {
    bridge.settle(expectList(item, 3)[0], item[1] === true, peer.understood(item[2]));
  }
  peer.understood(null, answer.changed);
  return answer.idle === true && answer.settled.length === 0;
}

// The tests' timers: what was due in the candidate before is done before.
function timers(examiner) {
  const first = (action) => function (...values) {
    if (!examiner.isOver) examiner.turn(() => turn(examiner, 0));
    return Reflect.apply(action, this, values);
  };
  const own = {};
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
    const start = globalThis[name];
    own[name] = (action, ...values) => start(
      typeof action === "function" ? first(action) : action, ...values);
    if (name !== "setInterval") {
      own[name][promisify.custom] = (...values) => new Promise((resolve) => {
        if (name === "setTimeout") own[name](resolve, values[0], values[1]);
        else own[name](resolve, values[0]);
      });
    }
  }
  return own;
}

// Goes on until the tests are done and neither side waits; `false` if the tests wait in vain.
async function drain(examiner, isDone) {
  const { bridge } = examiner;
  let idle = 0;
  let doneAt = null;
  // The first turn is in any case: it finds what was sent unasked.
  if (!examiner.isOver) examiner.turn(() => turn(examiner, 0));
  for (;;) {
    await pause();
    await pause();
    if (examiner.isOver) return true;
    const active = busy(passing);
    const isWaiting = !isDone() || isAwaiting(examiner);
    if (!isWaiting && active === 0) {
      // Without callbacks of the tests', what the source still does changes nothing.
      if (bridge.lent.length === 0 || idle >= 2) return true;
      doneAt ??= now();
      if (now() - doneAt > MAX_LEFT_OVER_MS) return true;
    } else {
      doneAt = null;
    }
    const isIdle = examiner.turn(() => turn(
      examiner, active > 0 || bridge.open > 0 ? 1 : LONG_TURN_MS));
    idle = isIdle && active === 0 ? idle + 1 : 0;
    if (idle > MAX_IDLE_TURNS) return !isWaiting;
  }
}

module.exports = { drain, timers, watchPromises };
