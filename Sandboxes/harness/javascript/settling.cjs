"use strict";
// Tests are over when nothing is under way that they or the source have begun: timers, callbacks,
// promises. What is thrown there fails them. All of this is taken before the source runs.
const { AssertionError } = require("assert");
const { promiseHooks } = require("v8");
const { busy, kinds } = require("./busy.cjs");

const STILL_TURNS = 3, STALLED_TURNS = 25, MAX_LEFT_OVER_MS = 5_000;
const MAX_WATCHED = 50_000;
const apply = Reflect.apply;
const later = setTimeout, now = performance.now.bind(performance);
const emit = process.emit;
const PromiseOf = Promise, ErrorOf = Error, capture = Error.captureStackTrace;
const settledPromises = new WeakSet(), awaited = new Set();
const hasIn = WeakSet.prototype.has, addTo = WeakSet.prototype.add;
const keep = Set.prototype.add, drop = Set.prototype.delete;
const sizeOf = Object.getOwnPropertyDescriptor(Set.prototype, "size").get;
const stop = {};
let caught = [], exited = null;

process.setUncaughtExceptionCaptureCallback((error) => {
  caught[caught.length] = [error];
});
Object.defineProperty(process, "setUncaughtExceptionCaptureCallback", {
  value: () => { throw new ErrorOf("exceptions that nobody catches are the tests'"); },
  writable: false, configurable: false,
});

// A unit test's servers may outlast it.
const none = kinds(), servers = kinds("TCPServerWrap", "TCPSocketWrap");

const failed = (message) => {
  throw new AssertionError({ message });
};

const turn = () => new PromiseOf((resolve) => {
  later(resolve, 1);
});

function ended() {
  if (exited === null) return false;
  if (exited !== 0) failed(`the tests exited with status ${exited}`);
  return true;
}

// Runs a test and what it has begun; throws what the test throws, then or later.
async function settled(body, isUnit) {
  caught = [];
  exited = null;
  const ignored = isUnit ? servers : none, before = busy(ignored);
  let state = null, since = 0;
  try {
    const result = body();
    (async () => {
      try { state = { value: await result }; } catch (error) { state = { error }; }
    })();
  } catch (error) {
    if (error !== stop) throw error;
  }
  for (let still = 0; ;) {
    await turn();
    if (ended()) return undefined;
    if (caught.length > 0) throw caught[0][0];
    if (state !== null && "error" in state) throw state.error;
    if (state !== null && since === 0) since = now();
    if (busy(ignored) > (isUnit ? before : 0)) {
      still = 0;
      // What else goes on the tests do not wait for: a source's own clock, say.
      const isWaiting = state === null || apply(sizeOf, awaited, []) > 0;
      if (!isWaiting && now() - since > MAX_LEFT_OVER_MS) break;
      continue;
    }
    still += 1;
    if (state !== null && still >= STILL_TURNS) break;
    if (still >= STALLED_TURNS) break;
  }
  if (state === null || apply(sizeOf, awaited, []) > 0) {
    failed("the tests wait for a promise that is never settled");
  }
  return state.value;
}

// Which promises the tests' own code waits for: those that it awaits or hangs something on.
function watch(filename) {
  const fileOf = (() => {
    const before = ErrorOf.prepareStackTrace;
    ErrorOf.prepareStackTrace = (_, list) => list;
    const site = new ErrorOf().stack[0];
    ErrorOf.prepareStackTrace = before;
    return Object.getPrototypeOf(site).getFileName;
  })();
  const nameOf = (site) => apply(fileOf, site, []);
  const listed = (_, list) => list;
  let watched = 0;
  const isOurs = () => {
    const before = ErrorOf.prepareStackTrace, limit = ErrorOf.stackTraceLimit;
    const holder = {};
    let list;
    try {
      ErrorOf.stackTraceLimit = 4;
      ErrorOf.prepareStackTrace = listed;
      capture(holder, initiated);
      list = holder.stack;
    } finally {
      ErrorOf.stackTraceLimit = limit;
      ErrorOf.prepareStackTrace = before;
    }
    // `then` itself has no file; what else has none, such as `Promise.race`, may drop promises.
    const first = list.length > 0 ? nameOf(list[0]) : null;
    if (first === filename) return true;
    return !first && list.length > 1 && list[0].getFunctionName() !== "race"
      && list[0].getFunctionName() !== "any" && nameOf(list[1]) === filename;
  };
  function initiated(promise, parent) {
    if (parent === undefined || apply(hasIn, settledPromises, [parent])) return;
    // Each look costs some microseconds.
    if (++watched > MAX_WATCHED) return;
    if (isOurs()) apply(keep, awaited, [parent]);
  }
  promiseHooks.onInit(initiated);
  promiseHooks.onSettled((promise) => {
    apply(addTo, settledPromises, [promise]);
    apply(drop, awaited, [promise]);
  });
}

// The tests' own `process`: leaving ends the tests, and what is to run at the end does.
function ownProcess() {
  const last = { beforeExit: [], exit: [] };
  const own = Object.create(process);
  const listening = (name) => function (event, listener) {
    if (event !== "exit" && event !== "beforeExit") process[name](event, listener);
    else last[event][last[event].length] = listener;
    return own;
  };
  for (const name of ["on", "once", "addListener", "prependListener"]) own[name] = listening(name);
  own.exit = (code) => {
    exited = Number(code ?? own.exitCode ?? 0);
    throw stop;
  };
  const call = (list) => {
    for (let i = 0; i < list.length; i++) apply(list[i], own, [0]);
  };
  // What Node does when nothing is left to do.
  const leave = async () => {
    if (last.beforeExit.length > 0) await settled(() => call(last.beforeExit));
    exited = null;
    try {
      call(last.exit);
      apply(emit, process, ["exit", 0]);
    } catch (error) {
      if (error !== stop) throw error;
    }
    exited ??= Number(own.exitCode ?? 0);
    ended();
  };
  return { own, leave };
}

module.exports = { settled, watch, ownProcess };
